//! `portal staff`: who may sign in.

use std::sync::Arc;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use model::{locale::Locale, route::Route, staff::Email, viewer::Role};

use super::{database::DatabaseArgs, exit::Failure, say};
use crate::{
    app::{App, SystemClock},
    config,
};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Staff {
    Add(Add),
}

/// Make an account, and print a link with which its owner sets a password.
///
/// The link is valid for 72 hours and can be used once. There is no account and no password that the portal comes with.
/// An account that exists keeps its name and gets the role given and a new link, which makes earlier ones void.
///
/// Roles: a viewer sees drafts and revisions; an editor also writes drafts; a publisher also publishes, and edits what
/// is public; an admin also manages accounts.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal staff add linh@example.org --role admin
  portal staff add dara@example.org --role editor --name \"Dara Sok\" --origin https://portal.example.org")]
pub(super) struct Add {
    /// The address they sign in with.
    #[arg(value_name = "EMAIL", value_parser = email)]
    email: Email,
    /// What they may do.
    #[arg(long, env = "PORTAL_STAFF_ROLE", value_name = "ROLE", value_parser = roles())]
    role: Role,
    /// The name shown beside what they write; the part of the address before the @ if not given.
    #[arg(long, env = "PORTAL_STAFF_NAME", value_name = "NAME")]
    name: Option<String>,
    /// The address of the portal for its visitors, which the link begins with.
    #[arg(long, env = "PORTAL_ORIGIN", value_name = "URL", default_value = "http://127.0.0.1:3000", value_parser = config::origin)]
    origin: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

fn email(text: &str) -> Result<Email, &'static str> {
    Email::parse(text).map_err(|_| "not an e-mail address")
}

fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::name)).try_map(|name| Role::named(&name).ok_or("no such role"))
}

impl Staff {
    pub(super) async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Add(add) => add.run().await,
        }
    }
}

impl Add {
    async fn run(self) -> Result<(), Failure> {
        let (store, _) = self.database.open().await?;
        let app = App::new(store.clone(), Arc::new(SystemClock));
        let email = self.email.as_str();
        let secret = app
            .invite_staff(email, self.name.as_deref().unwrap_or_default(), self.role)
            .await
            .map_err(|e| Failure::of_use_case(&e))?;
        let path = Route::SetPassword(secret.reveal().to_owned()).path(Locale::En);
        say(format_args!(
            "The link to set the password of {email} ({}):\n\n  {}{path}\n",
            self.role.name(),
            self.origin
        ));
        say("It is valid for 72 hours and can be used once. Earlier links of this account are void.");
        say("Whoever has the link can set the password: hand it over in a way you trust.");
        store.close().await;
        Ok(())
    }
}
