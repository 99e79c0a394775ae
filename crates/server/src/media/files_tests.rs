use std::convert::Infallible;

use futures_util::stream;

use super::*;

fn pieces(list: &[&'static [u8]]) -> impl Stream<Item = Result<Bytes, Infallible>> + use<> {
    let list: Vec<_> = list.iter().map(|p| Ok(Bytes::from_static(p))).collect();
    stream::iter(list)
}

fn open(folder: &Path) -> Files {
    let clock = Arc::new(domain::clock::System);
    Files::open(&MediaPlace::Folder(folder.to_owned()), folder, clock).unwrap()
}

fn folder() -> (tempfile::TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let files = open(&folder.path().join("media"));
    (folder, files)
}

async fn text(files: &Files, name: &str, range: Option<Range<u64>>) -> Option<String> {
    let mut stream = std::pin::pin!(files.get(name, range).await.unwrap()?);
    let mut all = Vec::new();
    while let Some(chunk) = stream.next().await {
        all.extend_from_slice(&chunk.unwrap());
    }
    Some(String::from_utf8(all).unwrap())
}

#[tokio::test]
async fn what_is_written_is_read_in_whole_and_in_part() {
    let (_folder, files) = folder();
    let id = FileId::new(uuid::Uuid::from_u128(0xab));
    let name = Files::name(id);
    assert_eq!(name, format!("ab/{id}"));
    let put = files
        .put(&name, 100, pieces(&[b"hello ", b"world"]))
        .await
        .unwrap();
    assert_eq!((put.size, put.head.as_slice()), (11, &b"hello world"[..]));
    assert_eq!(put.sha256, hex::encode(Sha256::digest("hello world")));
    assert_eq!(
        text(&files, &name, None).await.as_deref(),
        Some("hello world")
    );
    assert_eq!(
        text(&files, &name, Some(6..9)).await.as_deref(),
        Some("wor")
    );
    assert_eq!(files.read(&name, 11).await.unwrap().unwrap(), "hello world");
    assert_eq!(files.read(&name, 10).await.unwrap(), None);
    files
        .put_small(&Files::thumb_name(&name), Bytes::from_static(b"t"))
        .await
        .unwrap();
    files.remove(&name).await.unwrap();
    files.remove(&name).await.unwrap();
    assert_eq!(text(&files, &name, None).await, None);
    assert_eq!(text(&files, &Files::thumb_name(&name), None).await, None);
}

#[tokio::test]
async fn nothing_is_left_of_what_is_too_large_or_breaks_off() {
    let (folder, files) = folder();
    let name = Files::name(FileId::new(uuid::Uuid::from_u128(1)));
    let large = files.put(&name, 10, pieces(&[b"hello ", b"world"])).await;
    assert!(matches!(large, Err(PutError::TooLarge(10))));
    let broken = stream::iter([Ok(Bytes::from_static(b"x")), Err("the line was cut")]);
    let broken = files.put(&name, u64::MAX, broken).await;
    assert!(matches!(broken, Err(PutError::Source(why)) if why == "the line was cut"));
    assert_eq!(text(&files, &name, None).await, None);
    let left = std::fs::read_dir(folder.path().join("media").join(INCOMING)).unwrap();
    assert_eq!(left.count(), 0);
}

#[test]
fn halves_of_a_crash_go_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let incoming = folder.path().join(INCOMING);
    std::fs::create_dir(&incoming).unwrap();
    for (half, age) in [("old", 7_200), ("new", 0)] {
        let file = std::fs::File::create(incoming.join(half)).unwrap();
        let modified = file.metadata().unwrap().modified().unwrap();
        file.set_modified(modified - Duration::from_secs(age))
            .unwrap();
    }
    open(folder.path());
    let left: Vec<_> = std::fs::read_dir(&incoming)
        .unwrap()
        .map(|f| f.unwrap().file_name())
        .collect();
    assert_eq!(left, ["new"]);
}

#[test]
fn no_room_is_told_from_other_trouble() {
    let of = |kind: io::ErrorKind| PutError::from(io::Error::from(kind));
    assert!(matches!(of(io::ErrorKind::StorageFull), PutError::Full));
    assert!(matches!(of(io::ErrorKind::QuotaExceeded), PutError::Full));
    assert!(matches!(
        of(io::ErrorKind::PermissionDenied),
        PutError::Place(_)
    ));
}

/// A true disk without room: the kernel's own.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_full() {
    let whole = stream::iter([Ok::<_, Infallible>(Bytes::from(vec![0; 70_000]))]);
    let written = write_to(
        File::options().write(true).open("/dev/full").await.unwrap(),
        u64::MAX,
        whole,
    );
    assert!(matches!(written.await, Err(PutError::Full)));
}
