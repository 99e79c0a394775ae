//! `MEDIA_URL`: where files are kept.

use std::path::{Path, PathBuf};

use secrecy::SecretString;
use url::Url;

/// Where files are kept.
#[derive(Clone, Debug)]
pub enum MediaPlace {
    /// A folder of this machine; several nodes need one that they share.
    Folder(PathBuf),
    /// An S3-compatible store.
    S3(S3Place),
}

/// A bucket of an S3-compatible store.
#[derive(Clone, Debug)]
pub struct S3Place {
    /// Its name.
    pub bucket: String,
    /// What stands before every name, without slashes around it; may be empty.
    pub prefix: String,
    /// `AWS_REGION`.
    pub region: String,
    /// `AWS_ENDPOINT_URL`, for stores that are not Amazon's.
    pub endpoint: Option<Url>,
    /// `AWS_ACCESS_KEY_ID`.
    pub key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret: SecretString,
}

/// Region of stores that have none.
const DEFAULT_REGION: &str = "us-east-1";

/// Reads the place; `text` gives the value of a variable. The second value is a problem for the operator.
pub(super) fn read(
    data: &Path,
    mut text: impl FnMut(&'static str) -> Option<String>,
) -> (MediaPlace, Option<String>) {
    let own = MediaPlace::Folder(data.join("media"));
    let Some(address) = text("MEDIA_URL") else {
        return (own, None);
    };
    let problem = |words: &str| (own.clone(), Some(format!("MEDIA_URL: {words}")));
    let Ok(url) = Url::parse(&address) else {
        return problem("it must look like s3://bucket/folder or file:///folder");
    };
    match url.scheme() {
        "file" => match url.to_file_path() {
            Ok(path) => (MediaPlace::Folder(path), None),
            Err(()) => problem("a file address must name a folder of this machine"),
        },
        "s3" => {
            let Some(bucket) = url.host_str().filter(|b| !b.is_empty()) else {
                return problem("it names no bucket; write s3://bucket/folder");
            };
            let endpoint = match text("AWS_ENDPOINT_URL").map(|e| Url::parse(&e)) {
                None => None,
                Some(Ok(e)) if matches!(e.scheme(), "http" | "https") => Some(e),
                Some(_) => {
                    let words = "AWS_ENDPOINT_URL: it must begin with https:// or http://";
                    return (own, Some(words.to_owned()));
                }
            };
            let (Some(key_id), Some(secret)) =
                (text("AWS_ACCESS_KEY_ID"), text("AWS_SECRET_ACCESS_KEY"))
            else {
                let words = "MEDIA_URL: a bucket needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
                return (own, Some(words.to_owned()));
            };
            let place = S3Place {
                bucket: bucket.to_owned(),
                prefix: url.path().trim_matches('/').to_owned(),
                region: text("AWS_REGION").unwrap_or_else(|| DEFAULT_REGION.to_owned()),
                endpoint,
                key_id,
                secret: SecretString::from(secret),
            };
            (MediaPlace::S3(place), None)
        }
        _ => problem("it must begin with s3:// or file://"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(pairs: &[(&str, &str)]) -> (MediaPlace, Option<String>) {
        read(Path::new("/data"), |name| {
            let found = pairs.iter().find(|(n, _)| *n == name);
            found.map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn the_data_folder_is_the_default() {
        let (place, problem) = place(&[]);
        assert!(matches!(place, MediaPlace::Folder(p) if p == Path::new("/data/media")));
        assert_eq!(problem, None);
    }

    #[test]
    fn folders_and_buckets_are_understood() {
        let (folder, _) = place(&[("MEDIA_URL", "file:///srv/files")]);
        assert!(matches!(folder, MediaPlace::Folder(p) if p == Path::new("/srv/files")));
        let (bucket, problem) = place(&[
            ("MEDIA_URL", "s3://shop/inbox/files/"),
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:9000"),
            ("AWS_ACCESS_KEY_ID", "id"),
            ("AWS_SECRET_ACCESS_KEY", "77-hidden"),
        ]);
        assert_eq!(problem, None);
        assert!(!format!("{bucket:?}").contains("hidden"));
        let MediaPlace::S3(s3) = bucket else {
            panic!("{bucket:?}")
        };
        assert_eq!(
            (s3.bucket.as_str(), s3.prefix.as_str()),
            ("shop", "inbox/files")
        );
        assert_eq!(s3.region, DEFAULT_REGION);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for pairs in [
            &[("MEDIA_URL", "here")][..],
            &[("MEDIA_URL", "gs://bucket")],
            &[("MEDIA_URL", "s3:///folder")],
            &[("MEDIA_URL", "s3://b"), ("AWS_ENDPOINT_URL", "ftp://x")],
            &[("MEDIA_URL", "s3://b"), ("AWS_ACCESS_KEY_ID", "id")],
            &[("MEDIA_URL", "s3://b")],
        ] {
            assert!(place(pairs).1.is_some(), "{pairs:?}");
        }
    }
}
