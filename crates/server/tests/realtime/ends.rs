//! How sockets end.

use std::time::Duration;

use server::realtime::Limits;
use testkit::wait::{PATIENCE, until};
use testkit::ws::Next;

use crate::world::{Person, World, add_login, brisk, ended_for, pong, recorder};

#[tokio::test]
async fn a_logout_ends_its_sockets_and_no_others() {
    let world = World::new().await;
    let node = world.node(brisk()).await;
    let second = Person {
        session: add_login(&world.db, world.anna.viewer.id).await,
        ..world.anna
    };
    let mut laptop = node.open(&world.anna).await;
    let mut phone = node.open(&second).await;
    let mut ben = node.open(&world.ben).await;
    for socket in [&mut laptop, &mut phone, &mut ben] {
        socket.ready().await;
    }
    node.realtime.end_session(world.anna.session);
    assert_eq!(laptop.closed().await, (1008, "session ended".to_owned()));
    pong(&mut phone).await;
    node.realtime.end_user(world.anna.viewer.id);
    assert_eq!(phone.closed().await, (1008, "session ended".to_owned()));
    pong(&mut ben).await;
    drop((laptop, phone));
    node.sockets(1).await;
}

#[tokio::test]
async fn a_login_that_ended_elsewhere_is_noticed() {
    let world = World::new().await;
    let node = world
        .node(Limits {
            check_every: Duration::from_millis(50),
            ..brisk()
        })
        .await;
    let mut socket = node.open(&world.anna).await;
    socket.ready().await;
    let now = crate::world::view().now;
    world.db.end_session(world.anna.session, now).await.unwrap();
    assert_eq!(socket.closed().await, (1008, "session ended".to_owned()));
}

#[tokio::test]
async fn both_bounds_on_sockets_hold() {
    let world = World::new().await;
    let node = world
        .node(Limits {
            per_node: 3,
            per_user: 2,
            ..brisk()
        })
        .await;
    let mut open = Vec::new();
    for person in [world.anna, world.anna, world.ben] {
        let mut socket = node.open(&person).await;
        socket.ready().await;
        open.push(socket);
    }
    let (code, reason) = node.open(&world.anna).await.closed().await;
    assert_eq!(
        (code, reason.contains("this server has too many")),
        (1013, true),
        "{reason}"
    );
    drop(open.pop());
    node.sockets(2).await;
    let (code, reason) = node.open(&world.anna).await.closed().await;
    assert_eq!(
        (code, reason.contains("you have too many")),
        (1013, true),
        "{reason}"
    );
    node.open(&world.ben).await.ready().await;
}

#[tokio::test]
async fn a_client_without_a_sign_of_life_is_let_go() {
    let world = World::new().await;
    recorder();
    let limits = Limits {
        ping_every: Duration::from_millis(50),
        idle: Duration::from_millis(300),
        ..brisk()
    };
    let node = world
        .node(Limits {
            close: PATIENCE,
            ..limits
        })
        .await;
    let mut quiet = node.open(&world.anna).await;
    let mut lively = node.open(&world.ben).await;
    quiet.ready().await;
    lively.ready().await;
    // Pings are answered only while the test reads.
    until(PATIENCE, "the quiet one to be let go", async || {
        let _ = lively.next_within(Duration::from_millis(20)).await;
        (ended_for("silent") > 0).then_some(())
    })
    .await;
    let (code, reason) = quiet.closed().await;
    assert_eq!(
        (code, reason.contains("no sign of life")),
        (1013, true),
        "{reason}"
    );
    pong(&mut lively).await;
}

#[tokio::test]
async fn a_shutdown_says_come_back_and_stores_what_was_confirmed() {
    let world = World::new().await;
    let node = world
        .node(Limits {
            confirm_every: Duration::from_secs(3_600),
            ..brisk()
        })
        .await;
    let mut sockets = Vec::new();
    for person in [world.admin, world.anna, world.ben] {
        let mut socket = node.open(&person).await;
        socket.ready().await;
        sockets.push(socket);
    }
    world.write(1, "a").await;
    node.realtime.hint();
    sockets[0].collect_to(3).await;
    sockets[0].ack(1).await;
    world.confirmed(&world.admin, 1).await;
    sockets[0].ack(3).await;
    pong(&mut sockets[0]).await;
    node.soft.cancel();
    for socket in &mut sockets {
        let (code, reason) = socket.closed().await;
        assert_eq!(
            (code, reason.contains("restarting")),
            (1012, true),
            "{reason}"
        );
    }
    drop(sockets);
    node.tracker.close();
    node.tracker.wait().await;
    assert_eq!(world.cursor(&world.admin).await, Some(3));
    assert_eq!(node.realtime.sockets(), 0);
}

#[tokio::test]
async fn what_is_not_understood_is_ignored() {
    let world = World::new().await;
    let node = world.node(brisk()).await;
    let mut socket = node.open(&world.anna).await;
    socket.ready().await;
    for nonsense in [
        serde_json::json!({"type": "subscribe", "list": []}),
        serde_json::json!({"type": "ack", "seq": "many"}),
        serde_json::json!({"type": "typing", "chat_id": 5}),
        serde_json::json!({"no": "type"}),
        serde_json::json!([[], {}]),
        serde_json::json!("text"),
        serde_json::json!(null),
    ] {
        socket.send(&nonsense).await;
    }
    pong(&mut socket).await;
    assert_eq!(socket.seen().len(), 2);
    // The protocol refuses what no client of ours would say.
    socket
        .send(&serde_json::json!({"type": "ack", "text": "x".repeat(20_000)}))
        .await;
    assert!(matches!(socket.next().await, Next::Closed(..)));
    node.sockets(0).await;
}

/// The log tells every node, so that nobody waits for the next look at the login.
#[tokio::test]
async fn the_log_tells_other_nodes_whose_logins_ended() {
    let world = World::new().await;
    let never = Limits {
        check_every: Duration::from_secs(3_600),
        poll_every: Duration::from_millis(50),
        ..brisk()
    };
    let node = world.node(never).await;
    let second = Person {
        session: add_login(&world.db, world.anna.viewer.id).await,
        ..world.anna
    };
    let mut laptop = node.open(&world.anna).await;
    let mut phone = node.open(&second).await;
    let mut ben = node.open(&world.ben).await;
    let mut admin = node.open(&world.admin).await;
    for socket in [&mut laptop, &mut phone, &mut ben, &mut admin] {
        socket.ready().await;
    }
    let now = crate::world::view().now;
    let ended = (world.db)
        .end_own_session(world.anna.viewer.id, world.anna.session, now)
        .await;
    assert!(ended.unwrap());
    assert_eq!(laptop.closed().await, (1008, "session ended".to_owned()));
    // Her other login goes on, and hears that there is one less.
    phone.next_of("logins_changed").await;
    pong(&mut phone).await;

    let gone = domain::person::Change {
        is_active: Some(false),
        ..domain::person::Change::default()
    };
    let anna = world.anna.viewer.id;
    world.db.change_person(anna, &gone, now).await.unwrap();
    assert_eq!(phone.closed().await, (1008, "session ended".to_owned()));
    // Everybody hears what became of her; that her logins ended is nobody else's business, an admin's neither.
    for socket in [&mut ben, &mut admin] {
        let told = socket.next().await;
        let Next::Frame(told) = told else {
            panic!("{told:?}");
        };
        assert_eq!(told["type"], "user_updated");
        assert_eq!(told["user"]["is_active"], false);
        pong(socket).await;
    }
    drop((laptop, phone));
    node.sockets(2).await;
}
