//! What the store promises.

use jiff::Timestamp;
use model::{
    locale::{Locale, Localized},
    page::Page,
    revision::Actor,
};
use server::{
    app::Fault,
    store::{DocumentWrite, Store},
};

use crate::harness::on_both_databases;

fn page(slug: &str, title: &str) -> Page {
    Page {
        slug: slug.parse().unwrap(),
        title: Localized::new(Locale::En, title.to_owned()),
        summary: Localized::default(),
        body: Localized::default(),
        sources: Vec::new(),
    }
}

fn write(page: &Page) -> DocumentWrite {
    DocumentWrite::of(page).unwrap()
}

fn at() -> Timestamp {
    "2026-03-01T02:00:00Z".parse().unwrap()
}

on_both_databases! {
    async fn the_first_content_is_loaded_once_even_by_two_at_a_time(state) {
        let other = Store::open(&state.place.database).await.unwrap();
        assert!(other.is_empty().await.unwrap());
        let pages = || vec![write(&page("privacy", "Privacy")), write(&page("accessibility", "Accessibility"))];
        let (one, two) = tokio::join!(state.app.store.load_if_empty(pages(), at()), other.load_if_empty(pages(), at()));
        assert_eq!([one.unwrap(), two.unwrap()].into_iter().filter(|loaded| *loaded).count(), 1);
        let keys: Vec<String> =
            other.documents::<Page>().await.unwrap().into_iter().map(|s| s.value.slug.to_string()).collect();
        assert_eq!(keys, ["accessibility", "privacy"]);
        other.close().await;
    }

    async fn loading_again_writes_what_differs_and_never_what_staff_edited(state) {
        let store = &state.app.store;
        store.load_if_empty(vec![write(&page("a", "One")), write(&page("b", "One"))], at()).await.unwrap();
        store.write_documents(vec![write(&page("a", "Two")), write(&page("b", "One"))], at(), &Actor::Operator).await.unwrap();
        let versions: Vec<i64> = store.documents::<Page>().await.unwrap().iter().map(|s| s.version).collect();
        assert_eq!(versions, [2, 1]);

        state.sql("UPDATE page SET edited = 1 WHERE key = 'b'").await;
        let refused =
            store.write_documents(vec![write(&page("a", "Three")), write(&page("b", "Two"))], at(), &Actor::Content).await;
        assert!(matches!(refused, Err(Fault::Stale(1))), "{refused:?}");
        let titles: Vec<_> = store.documents::<Page>().await.unwrap().into_iter().map(|s| s.value.title).collect();
        assert_eq!(titles, [page("a", "Two").title, page("b", "One").title], "all of it or nothing");
        assert_eq!(state.number("SELECT COUNT(*) FROM revision WHERE noun = 'page'").await, 3);
    }
}
