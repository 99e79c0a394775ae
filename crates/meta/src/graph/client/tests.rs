use secrecy::SecretString;

use super::*;

fn config() -> GraphConfig {
    GraphConfig {
        facebook_base: "http://127.0.0.1:9/".parse().unwrap(),
        instagram_base: "http://127.0.0.1:9/ig-host?x#y".parse().unwrap(),
        version: "v25.0".into(),
        timeout: Duration::from_secs(1),
        app_secret: Some(SecretString::from("app-secret")),
    }
}

#[test]
fn every_id_is_one_encoded_segment() {
    let client = GraphClient::new(config()).unwrap();
    let at = |host, path: &[&str]| client.address(host, path).map(|url| url.to_string());
    assert_eq!(
        at(Host::Facebook, &["1", "messages"]),
        Some("http://127.0.0.1:9/v25.0/1/messages".into())
    );
    assert_eq!(
        at(Host::Instagram, &["1"]),
        Some("http://127.0.0.1:9/ig-host/v25.0/1".into())
    );
    assert_eq!(
        at(Host::Facebook, &["a/../b?c#d%2e e\\", "messages"]),
        Some("http://127.0.0.1:9/v25.0/a%2F..%2Fb%3Fc%23d%252e%20e%5C/messages".into())
    );
    for bad in ["", ".", ".."] {
        assert_eq!(at(Host::Facebook, &[bad, "messages"]), None, "{bad:?}");
    }
}

#[test]
fn the_token_is_in_the_header_and_nowhere_else() {
    let client = GraphClient::new(config()).unwrap();
    let creds = |host| Credentials {
        host,
        sender_id: "1".into(),
        token: SecretString::from("EAAtoken"),
    };
    let call = |creds: &Credentials| {
        let call = Call {
            name: "x",
            method: Method::GET,
            path: &["1"],
            query: &[("a", "b c")],
            body: None,
        };
        client.request(creds, &call).unwrap()
    };
    let facebook = call(&creds(Host::Facebook));
    let proof = "appsecret_proof=9f9f0867bc3df2d00cecd6aa6fb78e65b64c050401bd6ec5b84d98503d443d34";
    assert_eq!(facebook.headers()[AUTHORIZATION], "Bearer EAAtoken");
    assert_eq!(
        facebook.url().query(),
        Some(format!("a=b+c&{proof}").as_str())
    );
    assert_eq!(call(&creds(Host::Instagram)).url().query(), Some("a=b+c"));
    assert!(!format!("{facebook:?} {client:?} {:?}", creds(Host::Facebook)).contains("EAAtoken"));
    assert!(!format!("{client:?}").contains("app-secret"));
}

#[test]
fn a_token_with_a_line_break_is_dead() {
    let client = GraphClient::new(config()).unwrap();
    let creds = Credentials {
        host: Host::Facebook,
        sender_id: "1".into(),
        token: SecretString::from("EAA\nx"),
    };
    let call = Call {
        name: "x",
        method: Method::GET,
        path: &["1"],
        query: &[],
        body: None,
    };
    assert!(matches!(
        client.request(&creds, &call),
        Err(Failed::BadToken)
    ));
}

#[test]
fn unusable_configurations_are_named() {
    let with = |change: fn(&mut GraphConfig)| {
        let mut config = config();
        change(&mut config);
        GraphClient::new(config).err().map(|e| e.to_string())
    };
    assert_eq!(with(|_| {}), None);
    assert!(with(|c| c.version = "25".into()).unwrap().contains("v25.0"));
    assert!(with(|c| c.version = "v25.0/../x".into()).is_some());
    assert!(with(|c| c.facebook_base = "mailto:x@example.com".parse().unwrap()).is_some());
}

#[test]
fn loopback_is_told_apart() {
    for yes in [
        "http://localhost:1",
        "http://127.0.0.2",
        "http://[::1]:8",
        "http://a.localhost",
    ] {
        assert!(is_loopback(&yes.parse().unwrap()), "{yes}");
    }
    for no in [
        "https://graph.facebook.com",
        "http://localhost.example",
        "http://10.0.0.1",
    ] {
        assert!(!is_loopback(&no.parse().unwrap()), "{no}");
    }
}
