//! Where files may be fetched from: Meta's own hosts, over HTTPS, at public addresses. A message can name any address, and
//! nobody outside may make this server call on its neighbours.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// The domains under which Meta hands out media (seen in deliveries and profiles, platform notes §1.6, §1.7, §3).
const META: [&str; 5] = [
    "fbcdn.net",
    "fbsbx.com",
    "cdninstagram.com",
    "lookaside.facebook.com",
    "lookaside.instagram.com",
];

/// Whether this is an address of Meta's media: HTTPS on its port, a name of Meta's, no user in it.
pub(super) fn is_metas(url: &Url) -> bool {
    let Some(Host::Domain(host)) = url.host() else {
        return false;
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let under = |domain: &&str| {
        host.strip_suffix(*domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    url.scheme() == "https"
        && url.port_or_known_default() == Some(443)
        && url.username().is_empty()
        && url.password().is_none()
        && META.iter().any(under)
}

/// Whether an address is on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Whether an address belongs to the open internet, by IANA's registries of special addresses.
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_unspecified()
        || ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_broadcast()
        || ip.is_documentation()
        || a == 0
        // Carrier-grade NAT, protocol assignments, benchmarks, the reserved rest.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(v4) = ip.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let [a, b, c, d, e, f, g, h] = ip.segments();
    // NAT64 carries an IPv4 address.
    if (a, b, c, d, e, f) == (0x64, 0xff9b, 0, 0, 0, 0) {
        let [g1, g2] = g.to_be_bytes();
        let [h1, h2] = h.to_be_bytes();
        return is_public_v4(Ipv4Addr::new(g1, g2, h1, h2));
    }
    // Global unicast, without documentation, 6to4, Teredo and the like.
    (a & 0xe000) == 0x2000
        && !(a == 0x2001 && b < 0x200)
        && !(a == 0x2001 && b == 0xdb8)
        && a != 0x2002
        && a != 0x3fff
}

/// Looks names up and leaves out addresses that are not public, so that the address that is dialled is the one that was
/// checked.
#[derive(Debug)]
pub(crate) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<_> = found.filter(|a| is_public(a.ip())).collect();
            if public.is_empty() {
                return Err("the name has no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_metas_hosts_over_https() {
        let metas = |text: &str| is_metas(&Url::parse(text).unwrap());
        for yes in [
            "https://scontent.xx.fbcdn.net/v/a.jpg?oe=1",
            "https://scontent.cdninstagram.com/v/a.jpg",
            "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1",
            "https://lookaside.fbsbx.com./x",
            "https://CDN.FBSBX.com:443/x",
        ] {
            assert!(metas(yes), "{yes}");
        }
        for no in [
            "http://scontent.xx.fbcdn.net/a",
            "https://evilfbcdn.net/a",
            "https://fbcdn.net.evil.example/a",
            "https://evil.example/fbcdn.net",
            "https://user@scontent.xx.fbcdn.net/a",
            "https://scontent.xx.fbcdn.net:8443/a",
            "https://127.0.0.1/a",
            "https://[::1]/a",
            "https://www.facebook.com/a",
        ] {
            assert!(!metas(no), "{no}");
        }
    }

    #[test]
    fn neighbours_are_not_public() {
        for no in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "203.0.113.9",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b::7f00:1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2001::1",
            "3fff::1",
        ] {
            assert!(!is_public(no.parse().unwrap()), "{no}");
        }
        for yes in [
            "31.13.64.1",
            "157.240.1.35",
            "2a03:2880:f003:c07:face:b00c::2",
            "64:ff9b::1f0d:4001",
            "::ffff:31.13.64.1",
        ] {
            assert!(is_public(yes.parse().unwrap()), "{yes}");
        }
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_not_resolved() {
        let name: Name = "localhost".parse().unwrap();
        assert!(PublicOnly.resolve(name).await.is_err());
    }
}
