//! `portal staff`: who may sign in.

use std::sync::Arc;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use model::{
    error::Error,
    locale::Locale,
    route::Route,
    staff::{Account, Email},
    viewer::{Role, Viewer},
};

use super::{
    database::DatabaseArgs,
    exit::{Exit, Failure},
    say,
};
use crate::{
    app::{App, SystemClock},
    config,
    store::Store,
};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Staff {
    Add(Add),
    List(List),
    Role(SetRole),
    Remove(Remove),
    SignOut(SignOut),
    ResetSecondFactor(ResetSecondFactor),
}

/// Make an account, and print a link with which its owner sets a password.
///
/// The link is valid for 72 hours and can be used once. There is no account and no password that the portal comes with.
/// An account that exists keeps its name and gets the role given and a new link, which makes earlier ones void.
///
/// Roles: a viewer sees drafts and revisions; an editor also writes drafts; a publisher also publishes, and edits what
/// is public; an admin may also manage accounts. Accounts are managed by these commands alone so far: at the desk, an
/// admin does what a publisher does.
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

/// List every account: e-mail address, role, whether a password and a second factor are set, when somebody last signed in,
/// name.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal staff list
  portal staff list --data /var/lib/portal")]
pub(super) struct List {
    #[command(flatten)]
    database: DatabaseArgs,
}

/// Give an account another role. It holds from the account's next request on; password and sessions stay.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal staff role dara@example.org publisher")]
pub(super) struct SetRole {
    /// The address they sign in with.
    #[arg(value_name = "EMAIL", value_parser = email)]
    email: Email,
    /// What they may do.
    #[arg(value_name = "ROLE", value_parser = roles())]
    role: Role,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// Whose account, and where it is.
#[derive(Debug, clap::Args)]
struct OfAccount {
    /// The address they sign in with.
    #[arg(value_name = "EMAIL", value_parser = email)]
    email: Email,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// Take an account away. Whoever is signed in with it is signed out at once, and its links are void.
///
/// What they wrote stays, under their name, and that the account was removed is recorded. It cannot be undone, but the
/// same address can be added again, as a new account. Where no admin is left, that is said.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal staff remove dara@example.org")]
pub(super) struct Remove {
    #[command(flatten)]
    of: OfAccount,
}

/// End every session of an account: whoever is signed in with it has to sign in again. Password and second factor stay.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal staff sign-out dara@example.org")]
pub(super) struct SignOut {
    #[command(flatten)]
    of: OfAccount,
}

/// Turn an account's second factor off, for an owner who has lost the phone and the recovery codes. Its sessions end.
///
/// Make sure first that it is the owner who asks, as you did when you made the account: see them, or call a number that you
/// knew before. The password stays. That it was turned off, and that an operator did it, stands in the account's log.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal staff reset-second-factor dara@example.org")]
pub(super) struct ResetSecondFactor {
    #[command(flatten)]
    of: OfAccount,
}

pub(super) fn email(text: &str) -> Result<Email, &'static str> {
    Email::parse(text).map_err(|_| "not an e-mail address")
}

fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::name)).try_map(|name| Role::named(&name).ok_or("no such role"))
}

impl Staff {
    pub(super) async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Add(add) => add.run().await,
            Self::List(list) => list.run().await,
            Self::Role(set) => set.run().await,
            Self::Remove(remove) => remove.run().await,
            Self::SignOut(sign_out) => sign_out.run().await,
            Self::ResetSecondFactor(reset) => reset.run().await,
        }
    }
}

/// The use cases over this database, which has to be there: a mistyped folder would answer as a portal without accounts.
async fn app(database: &DatabaseArgs) -> Result<App, Failure> {
    database.is_there()?;
    Ok(over(database.open().await?.0))
}

fn over(store: Store) -> App {
    App::new(store, Arc::new(SystemClock))
}

fn refused(error: &Error, email: &Email) -> Failure {
    match error {
        Error::NotFound => Failure::new(Exit::Failed, format!("there is no account of {email}"))
            .advise("`portal staff list` shows the accounts there are."),
        other => Failure::of_use_case(other),
    }
}

impl Add {
    async fn run(self) -> Result<(), Failure> {
        // The first account may be made before the first start.
        let app = over(self.database.open_expected().await?.0);
        let email = self.email.as_str();
        let secret = app
            .invite_staff(&Viewer::Operator, email, self.name.as_deref().unwrap_or_default(), self.role)
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
        app.store.close().await;
        Ok(())
    }
}

impl List {
    async fn run(self) -> Result<(), Failure> {
        let app = app(&self.database).await?;
        let accounts = app.accounts(&Viewer::Operator).await.map_err(|e| Failure::of_use_case(&e))?;
        if accounts.is_empty() {
            say("There is no account. Make one with: portal staff add EMAIL --role admin");
        } else {
            table(&accounts).iter().for_each(say);
        }
        app.store.close().await;
        Ok(())
    }
}

/// The accounts as lines, under a line that names the columns. The name comes last: it may hold spaces.
fn table(accounts: &[Account]) -> Vec<String> {
    let widest = accounts.iter().map(|a| a.staff.email.as_str().chars().count()).max().unwrap_or_default().max(5);
    let line = |email: &str, role: &str, password: &str, second: &str, signed_in: &str, name: &str| {
        format!("{email:widest$}  {role:9}  {password:8}  {second:13}  {signed_in:20}  {name}")
    };
    let head = line("EMAIL", "ROLE", "PASSWORD", "SECOND FACTOR", "LAST SIGN-IN", "NAME");
    let rows = accounts.iter().map(|Account { staff, has_password, signed_in_at, has_second_factor }| {
        let set = |is: bool| if is { "set" } else { "not set" };
        let signed_in = signed_in_at.map_or("never".to_owned(), |at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        let (password, second) = (set(*has_password), set(*has_second_factor));
        line(staff.email.as_str(), staff.role.name(), password, second, &signed_in, &staff.name)
    });
    std::iter::once(head).chain(rows).collect()
}

impl SetRole {
    async fn run(self) -> Result<(), Failure> {
        let app = app(&self.database).await?;
        app.set_role(&Viewer::Operator, &self.email, self.role).await.map_err(|e| refused(&e, &self.email))?;
        say(format_args!("{} is {} now.", self.email, self.role.name()));
        warn_without_admin(&app).await?;
        app.store.close().await;
        Ok(())
    }
}

impl Remove {
    async fn run(self) -> Result<(), Failure> {
        let app = app(&self.of.database).await?;
        app.remove_staff(&Viewer::Operator, &self.of.email).await.map_err(|e| refused(&e, &self.of.email))?;
        say(format_args!("The account of {} is removed.", self.of.email));
        warn_without_admin(&app).await?;
        app.store.close().await;
        Ok(())
    }
}

impl SignOut {
    async fn run(self) -> Result<(), Failure> {
        let app = app(&self.of.database).await?;
        let ended =
            app.end_all_sessions(&Viewer::Operator, &self.of.email).await.map_err(|e| refused(&e, &self.of.email))?;
        say(format_args!("Sessions of {} ended: {ended}.", self.of.email));
        app.store.close().await;
        Ok(())
    }
}

impl ResetSecondFactor {
    async fn run(self) -> Result<(), Failure> {
        let app = app(&self.of.database).await?;
        let email = &self.of.email;
        app.reset_second_factor(&Viewer::Operator, email).await.map_err(|e| match e {
            Error::WrongState => Failure::new(Exit::Failed, format!("{email} has no second factor"))
                .advise("Nothing was changed. `portal staff list` shows who has one."),
            other => refused(&other, email),
        })?;
        say(format_args!("The second factor of {email} is off, and its sessions have ended."));
        app.store.close().await;
        Ok(())
    }
}

/// Said, not refused: whoever can run this command can make an admin, so nobody is locked out.
async fn warn_without_admin(app: &App) -> Result<(), Failure> {
    let accounts = app.accounts(&Viewer::Operator).await.map_err(|e| Failure::of_use_case(&e))?;
    let mut admins = accounts.iter().filter(|account| account.staff.role == Role::Admin).peekable();
    if admins.peek().is_none() {
        say("There is no admin now. Make one with: portal staff add EMAIL --role admin");
    } else if !admins.any(|admin| admin.has_password) {
        say("No admin has set a password yet. A new link: portal staff add EMAIL --role admin");
    }
    Ok(())
}
