use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as UrlPath, State};
use axum::http::HeaderMap;
use axum::routing::get;
use domain::clock::Manual;

use super::*;
use crate::config::MediaPlace;
use crate::media::{Files, PutError};

/// The example of AWS's documentation, "GET Object".
#[test]
fn a_call_is_signed_as_the_documentation_says() {
    let signer = Signer {
        key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret: SecretString::from("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        region: "us-east-1".to_owned(),
    };
    let url = Url::parse("https://examplebucket.s3.amazonaws.com/test.txt").unwrap();
    let now = Timestamp::from_secs(1_369_353_600);
    let signed = signer.sign(&Method::GET, &url, Some("bytes=0-9"), EMPTY, now);
    assert_eq!(signed.date, "20130524T000000Z");
    assert_eq!(
        signed.authorization,
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
         SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,\
         Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    );
}

/// As much of a store as files need, in memory.
#[derive(Default)]
struct Store {
    objects: Mutex<BTreeMap<String, Bytes>>,
    /// Answers that come before the true ones.
    trouble: Mutex<Vec<StatusCode>>,
}

type Shared = Arc<Store>;

async fn store() -> (Shared, Files, tempfile::TempDir) {
    let shared = Shared::default();
    let read =
        async |State(s): State<Shared>, UrlPath(key): UrlPath<String>, headers: HeaderMap| {
            let object = s.objects.lock().unwrap().get(&key).cloned();
            let Some(object) = object else {
                return (StatusCode::NOT_FOUND, Bytes::new());
            };
            let range = headers.get(RANGE).map(|r| r.to_str().unwrap().to_owned());
            match range.as_deref().and_then(|r| r.strip_prefix("bytes=")) {
                None => (StatusCode::OK, object),
                Some(r) => {
                    let (first, last) = r.split_once('-').unwrap();
                    let part = first.parse::<usize>().unwrap()..=last.parse().unwrap();
                    (StatusCode::PARTIAL_CONTENT, object.slice(part))
                }
            }
        };
    let write = async |State(s): State<Shared>,
                       UrlPath(key): UrlPath<String>,
                       headers: HeaderMap,
                       body: Bytes| {
        if let Some(status) = s.trouble.lock().unwrap().pop() {
            return status;
        }
        let hash = hex::encode(Sha256::digest(&body));
        assert_eq!(headers["x-amz-content-sha256"], hash.as_str());
        assert!(
            headers[AUTHORIZATION]
                .to_str()
                .unwrap()
                .starts_with("AWS4-HMAC-SHA256 ")
        );
        s.objects.lock().unwrap().insert(key, body);
        StatusCode::OK
    };
    let delete = async |State(s): State<Shared>, UrlPath(key): UrlPath<String>| {
        s.objects.lock().unwrap().remove(&key);
        StatusCode::NO_CONTENT
    };
    let app = Router::new()
        .route("/{*key}", get(read).put(write).delete(delete))
        .with_state(Arc::clone(&shared));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let data = tempfile::tempdir().unwrap();
    let place = MediaPlace::S3(S3Place {
        bucket: "shop".to_owned(),
        prefix: "in/box".to_owned(),
        region: "us-east-1".to_owned(),
        endpoint: Some(endpoint.parse().unwrap()),
        key_id: "id".to_owned(),
        secret: SecretString::from("secret"),
    });
    let clock = Arc::new(Manual::at(Timestamp::from_secs(1_762_785_320)));
    let files = Files::open(&place, data.path(), clock).unwrap();
    (shared, files, data)
}

fn hello() -> impl futures_util::Stream<Item = Result<Bytes, io::Error>> {
    futures_util::stream::iter([
        Ok(Bytes::from_static(b"hello ")),
        Ok(Bytes::from_static(b"world")),
    ])
}

#[tokio::test]
async fn a_bucket_keeps_files_as_a_folder_does() {
    let (store, files, data) = store().await;
    let put = files.put("ab/1", 100, hello()).await.unwrap();
    assert_eq!(put.size, 11);
    let keys: Vec<String> = store.objects.lock().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["shop/in/box/ab/1"]);
    assert_eq!(
        files.read("ab/1", 11).await.unwrap().unwrap(),
        "hello world"
    );
    let mut part = files.get("ab/1", Some(6..9)).await.unwrap().unwrap();
    assert_eq!(part.next().await.unwrap().unwrap(), "wor");
    assert!(files.get("ab/2", None).await.unwrap().is_none());
    files.remove("ab/1").await.unwrap();
    assert!(store.objects.lock().unwrap().is_empty());
    let left = std::fs::read_dir(data.path().join("media/.incoming")).unwrap();
    assert_eq!(left.count(), 0);
}

#[tokio::test]
async fn passing_trouble_is_tried_again_and_no_room_is_said() {
    let (store, files, data) = store().await;
    *store.trouble.lock().unwrap() = vec![StatusCode::SERVICE_UNAVAILABLE; 2];
    files.put("ab/1", 100, hello()).await.unwrap();
    *store.trouble.lock().unwrap() = vec![StatusCode::INSUFFICIENT_STORAGE];
    assert!(matches!(
        files.put("ab/2", 100, hello()).await,
        Err(PutError::Full)
    ));
    *store.trouble.lock().unwrap() = vec![StatusCode::FORBIDDEN];
    assert!(matches!(
        files.put("ab/2", 100, hello()).await,
        Err(PutError::Place(_))
    ));
    let left = std::fs::read_dir(data.path().join("media/.incoming")).unwrap();
    assert_eq!(left.count(), 0, "nothing is left of what was not taken");
}
