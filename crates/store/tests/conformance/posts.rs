//! Posts are kept, and what is known of them is not forgotten.

use domain::account::Platform;
use domain::ids::MediaId;
use domain::post::Post;
use domain::time::HOUR;

use crate::site::Site;

both!(
    a_post_comes_back_as_it_was_stored,
    a_mention_of_a_post_takes_nothing_from_it,
    a_post_stays_with_its_first_account,
    ids_beyond_every_index_are_passed_over,
);

async fn full(site: &Site) -> Post {
    let shop = site.shop().await;
    let at = site.now().plus(-HOUR);
    let words = |text: &str| Some(text.to_owned());
    Post {
        username: words("shop"),
        media_type: words("VIDEO"),
        product_type: words("REELS"),
        media_url: words("https://cdn.example/1"),
        thumbnail_url: words("https://cdn.example/2"),
        permalink: words("https://www.instagram.com/reel/x/"),
        caption: words("at the wheel \u{1F3FA}"),
        posted_at: Some(at),
        fetched_at: Some(site.now()),
        ..Post::named(MediaId::new("18"), shop.id, Platform::Instagram)
    }
}

async fn a_post_comes_back_as_it_was_stored(site: &Site) {
    let post = full(site).await;
    assert_eq!(site.db.post(&post.id).await.unwrap(), None);
    site.db
        .save_posts(std::slice::from_ref(&post))
        .await
        .unwrap();
    assert_eq!(site.db.post(&post.id).await.unwrap().as_ref(), Some(&post));
    let both = [post.id.clone(), MediaId::new("19")];
    assert_eq!(site.db.posts(&both).await.unwrap(), [post]);
    assert_eq!(site.db.posts(&[]).await.unwrap(), []);
}

async fn a_mention_of_a_post_takes_nothing_from_it(site: &Site) {
    let post = full(site).await;
    let named = Post::named(post.id.clone(), post.account, post.platform);
    site.db
        .save_posts(std::slice::from_ref(&named))
        .await
        .unwrap();
    assert_eq!(site.db.post(&post.id).await.unwrap().as_ref(), Some(&named));
    site.db
        .save_posts(std::slice::from_ref(&post))
        .await
        .unwrap();
    site.db.save_posts(&[named]).await.unwrap();
    assert_eq!(site.db.post(&post.id).await.unwrap().as_ref(), Some(&post));
    let newer = Post {
        caption: Some("another caption".to_owned()),
        ..post
    };
    site.db
        .save_posts(std::slice::from_ref(&newer))
        .await
        .unwrap();
    assert_eq!(site.db.post(&newer.id).await.unwrap(), Some(newer));
}

async fn a_post_stays_with_its_first_account(site: &Site) {
    let post = full(site).await;
    let other = site.connect(Platform::Instagram, "2").await;
    let theirs = Post {
        account: other.id,
        caption: Some("ours too".to_owned()),
        ..post.clone()
    };
    site.db
        .save_posts(std::slice::from_ref(&post))
        .await
        .unwrap();
    site.db.save_posts(&[theirs]).await.unwrap();
    assert_eq!(site.db.post(&post.id).await.unwrap(), Some(post));
}

async fn ids_beyond_every_index_are_passed_over(site: &Site) {
    let shop = site.shop().await;
    let id = |n: usize| MediaId::new("1".repeat(n));
    let posts = [1_001, 1_000].map(|n| Post::named(id(n), shop.id, Platform::Instagram));
    site.db.save_posts(&posts).await.unwrap();
    assert_eq!(site.db.post(&id(1_001)).await.unwrap(), None);
    assert!(site.db.post(&id(1_000)).await.unwrap().is_some());
}
