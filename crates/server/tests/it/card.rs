//! Cards, asked for as chat programs and networks do: by the address that the page names.

use model::{locale::Locale, viewer::Role};
use resvg::tiny_skia::Pixmap;

use crate::{
    browser::{Browser, Reply, event, published, written},
    harness::TestState,
    web::pages,
};

/// The address of the card that a page names, without the portal's own.
#[track_caller]
fn named(page: &Reply) -> String {
    let named = "<meta property=\"og:image\" content=\"http://portal.example";
    let (_, rest) = page.text().split_once(named).unwrap_or_else(|| panic!("no card in\n{}", page.text()));
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_names_its_card_and_the_card_is_there() {
    let state = TestState::sqlite().await;
    let mut staff = Browser::at(&state).await.sign_in_as(Role::Publisher).await;
    published(&mut staff, &[]).await;
    let mut visitor = staff.other();
    let catalogue = state.app.catalogue().await.unwrap();
    for route in pages(&catalogue) {
        let page = visitor.get(&route.path(Locale::En)).await.expect(200).says(&[
            "<meta property=\"og:image:type\" content=\"image/png\">",
            "<meta property=\"og:image:width\" content=\"1200\"><meta property=\"og:image:height\" content=\"630\">",
            "<meta property=\"og:image:alt\" content=\"",
            "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        ]);
        let address = named(&page);
        assert!(address.starts_with(&route.card(Locale::En, None)), "{address}");
        let card = visitor.get(&address).await.expect(200);
        assert_eq!((card.header("content-type"), card.header("content-encoding")), ("image/png", ""), "{address}");
        assert!(card.header("cache-control").starts_with("public, max-age=86400"), "{address}");
        assert_eq!(card.header("cross-origin-resource-policy"), "cross-origin", "it is made to be shown elsewhere");
        let picture = Pixmap::decode_png(&card.bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (1200, 630), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_has_a_card_in_every_language_of_the_same_address_until_it_is_edited() {
    let state = TestState::sqlite().await;
    let mut staff = Browser::at(&state).await.sign_in_as(Role::Publisher).await;
    let edit = published(&mut staff, &[]).await;
    let mut visitor = staff.other();
    for locale in Locale::ALL {
        let page = visitor.get(&format!("/{locale}/events/mangroves")).await.expect(200);
        assert_eq!(visitor.get(&named(&page)).await.expect(200).header("content-type"), "image/png", "{locale}");
    }
    let before = named(&visitor.get("/en/events/mangroves").await);
    let first = visitor.get(&before).await.expect(200);
    let form = [("title.en", "Mangroves, and corals"), ("version", "2"), ("slug", "mangroves")];
    staff.post(&edit, &event(&form)).await.expect(303);
    let after = named(&visitor.get("/en/events/mangroves").await);
    assert_ne!(before, after);
    let now = visitor.get(&after).await.expect(200);
    assert_ne!(first.header("etag"), now.header("etag"));
    // The old address answers with the card as it is now, and is not to be kept for long.
    let old = visitor.get(&before).await.expect(200);
    assert_eq!(old.bytes, now.bytes);
    assert!(old.header("cache-control").starts_with("public, max-age=0, s-maxage=60"), "{:?}", old.headers);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_a_card_is_not_sent_it_again() {
    let state = TestState::sqlite().await;
    let mut visitor = Browser::at(&state).await;
    let card = visitor.get("/en/countries/la/card.png").await.expect(200);
    let etag = card.header("etag").to_owned();
    assert!(etag.starts_with('"') && etag.len() > 20, "strong: {etag}");
    let mut again = visitor.other().sending("if-none-match", &etag);
    let known = again.get("/en/countries/la/card.png").await.expect(304);
    assert!(known.bytes.is_empty() && known.header("etag") == etag, "{:?}", known.headers);
    let head = visitor.request("HEAD", "/en/countries/la/card.png").body(axum::body::Body::empty()).unwrap();
    let head = visitor.send(head).await.expect(200);
    assert!(
        head.bytes.is_empty() && head.header("content-length") == card.bytes.len().to_string(),
        "{:?}",
        head.headers
    );
    assert_eq!(visitor.get("/en/countries/LA/card.png").await.expect(308).location(), "/en/countries/la/card.png");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_visitors_do_not_see_has_no_card() {
    let state = TestState::sqlite().await;
    let mut staff = Browser::at(&state).await.sign_in_as(Role::Publisher).await;
    written(&mut staff, &[("title.en", "Unseen draft")]).await;
    let edit = published(&mut staff, &[]).await;
    for browser in [&mut staff.other(), &mut staff] {
        for path in [
            "/en/events/unseen-draft/card.png",
            "/en/events/nothing/card.png",
            "/en/programmes/nothing/card.png",
            "/en/plans/nothing/card.png",
            "/en/framework/areas/5/card.png",
            "/en/countries/xx/card.png",
            "/en/staff/events/card.png",
            "/en/nothing/card.png",
            "/xx/card.png",
        ] {
            let status = browser.get(path).await.status.as_u16();
            assert!(matches!(status, 404 | 401 | 303), "{path}: {status}");
        }
        browser.get("/en/events/mangroves/card.png").await.expect(200);
    }
    let page = staff.get("/en/staff/sign-in").await;
    assert!(!page.text().contains("og:image"), "{}", page.text());
    staff.post(&format!("{edit}/unpublish"), &[("version", "2"), ("note", "")]).await.expect(303);
    staff.other().get("/en/events/mangroves/card.png").await.expect(404);
}
