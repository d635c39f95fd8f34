//! Who asks, and what they may do. Use cases ask [`Viewer::may`]; pages never decide.

use serde::{Deserialize, Serialize};

use crate::{error::Error, revision::Actor, staff::StaffId};

/// What a staff account may do. Each role may do all that the ones before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sees drafts and revisions.
    Viewer,
    /// Writes drafts, and edits what is not public.
    Editor,
    /// Publishes, and edits what is public.
    Publisher,
    /// Manages accounts.
    Admin,
}

impl Role {
    /// Every role, least first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Editor, Self::Publisher, Self::Admin];

    /// The role's name in storage, on the command line and in Fluent keys (`role-editor`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Publisher => "publisher",
            Self::Admin => "admin",
        }
    }

    /// The role of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name() == name)
    }
}

/// Something that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See drafts, revisions and the staff desk.
    SeeDrafts,
    /// Create a draft, and edit one.
    EditDraft,
    /// Edit what visitors see.
    EditPublic,
    /// Publish, unpublish, cancel, postpone; tell visitors what they should know.
    Publish,
    /// List, add and remove accounts, and change roles.
    ManageStaff,
}

impl Action {
    /// The least role that may do this.
    #[must_use]
    pub const fn needs(self) -> Role {
        match self {
            Self::SeeDrafts => Role::Viewer,
            Self::EditDraft => Role::Editor,
            Self::EditPublic | Self::Publish => Role::Publisher,
            Self::ManageStaff => Role::Admin,
        }
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Anybody.
    Visitor,
    /// A signed-in member of staff.
    Staff {
        /// The account.
        id: StaffId,
        /// Their name.
        name: String,
        /// Their role, as of this request.
        role: Role,
    },
    /// A member of staff who has signed in, and must set a second factor up before anything else: may do nothing else.
    Enrolling {
        /// The account.
        id: StaffId,
        /// Their name.
        name: String,
    },
    /// An operator at the command line, who could as well write to the database by hand: may do everything.
    Operator,
}

impl Viewer {
    /// Whether the viewer may do this.
    #[must_use]
    pub fn can(&self, action: Action) -> bool {
        match self {
            Self::Visitor | Self::Enrolling { .. } => false,
            Self::Staff { role, .. } => *role >= action.needs(),
            Self::Operator => true,
        }
    }

    /// Leave to do this, with the name under which it is recorded.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for visitors, [`Error::Forbidden`] for staff of a lesser role.
    pub fn may(&self, action: Action) -> Result<Actor, Error> {
        match self {
            Self::Visitor => Err(Error::Unauthenticated),
            Self::Staff { id, name, .. } if self.can(action) => {
                Ok(Actor::Staff { id: id.as_str().to_owned(), name: name.clone() })
            }
            Self::Staff { .. } | Self::Enrolling { .. } => Err(Error::Forbidden),
            Self::Operator => Ok(Actor::Operator),
        }
    }

    /// The account of a member of staff who is at the desk: whose password and sessions they may see to.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for visitors, [`Error::Forbidden`] for an operator, who has none, and for those who must
    /// set a second factor up first.
    pub const fn account(&self) -> Result<&StaffId, Error> {
        match self {
            Self::Visitor => Err(Error::Unauthenticated),
            Self::Staff { id, .. } => Ok(id),
            Self::Enrolling { .. } | Self::Operator => Err(Error::Forbidden),
        }
    }

    /// As [`Viewer::account`], also for those who have to set a second factor up: for that alone.
    ///
    /// # Errors
    /// As [`Viewer::account`], but for them.
    pub const fn enrolling_account(&self) -> Result<&StaffId, Error> {
        match self {
            Self::Enrolling { id, .. } => Ok(id),
            other => other.account(),
        }
    }

    /// A member of staff is at the desk.
    #[must_use]
    pub const fn is_staff(&self) -> bool {
        matches!(self, Self::Staff { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(role: Role) -> Viewer {
        Viewer::Staff { id: StaffId::from_stored("s".to_owned()), name: "S".to_owned(), role }
    }

    #[test]
    fn a_role_may_what_lesser_roles_may() {
        let actions = [Action::SeeDrafts, Action::EditDraft, Action::EditPublic, Action::Publish, Action::ManageStaff];
        for pair in Role::ALL.windows(2) {
            for action in actions {
                assert!(!staff(pair[0]).can(action) || staff(pair[1]).can(action), "{pair:?} {action:?}");
            }
        }
    }

    #[test]
    fn who_has_to_set_a_second_factor_up_may_do_nothing_else() {
        let viewer = Viewer::Enrolling { id: StaffId::from_stored("s".to_owned()), name: "S".to_owned() };
        assert_eq!(viewer.may(Action::SeeDrafts), Err(Error::Forbidden));
        assert_eq!(viewer.account(), Err(Error::Forbidden));
        assert!(viewer.enrolling_account().is_ok() && !viewer.is_staff() && !viewer.can(Action::SeeDrafts));
    }

    #[test]
    fn an_editor_cannot_touch_what_is_public() {
        assert_eq!(staff(Role::Editor).may(Action::EditPublic), Err(Error::Forbidden));
        assert_eq!(Viewer::Visitor.may(Action::SeeDrafts), Err(Error::Unauthenticated));
        assert!(staff(Role::Publisher).may(Action::Publish).is_ok());
    }

    #[test]
    fn accounts_are_for_admins_and_operators() {
        assert_eq!(staff(Role::Publisher).may(Action::ManageStaff), Err(Error::Forbidden));
        assert!(staff(Role::Admin).can(Action::ManageStaff));
        assert_eq!(Viewer::Operator.may(Action::ManageStaff), Ok(Actor::Operator));
        assert!(!Viewer::Operator.is_staff(), "an operator has no account");
    }
}
