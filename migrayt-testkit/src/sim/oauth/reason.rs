use time::OffsetDateTime;

use super::event::Loss;

/// Why an authority refused, in words that both platforms share.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A parameter is missing.
    Missing(&'static str),
    /// No app has that client id.
    UnknownApp,
    /// The app's secret is wrong.
    WrongSecret,
    /// The app did not bring its secret.
    NoSecret,
    /// The app is public and brought a secret.
    UnwantedSecret,
    /// The app asks for neither a code's exchange nor a refresh.
    WrongGrantType,
    /// The app asks people for something else than a code.
    WrongResponseType,
    /// People may not be sent back to that address.
    WrongRedirect,
    /// The code was asked for with another address.
    OtherRedirect,
    /// The app may not ask for that scope.
    WrongScope(String),
    /// The refresh asks for more than the person consented to.
    MoreScope,
    /// The way in which the challenge was made is not known.
    WrongChallenge,
    /// The code is not known, or was given to another app.
    UnknownCode,
    /// The code waited too long.
    OldCode,
    /// The code was exchanged before.
    UsedCode,
    /// A verifier is missing or does not fit the challenge.
    WrongVerifier {
        /// Whether there was one.
        given: bool,
    },
    /// The refresh token is not known, or was given to another app.
    UnknownToken,
    /// The refresh token was not used for too long.
    IdleToken {
        /// When it was given.
        issued: OffsetDateTime,
    },
    /// The grant is as old as one may be.
    OldGrant,
    /// The grant ended before its time.
    LostGrant {
        /// Why.
        loss: Loss,
        /// When it began.
        begun: OffsetDateTime,
        /// When it ended.
        ended: OffsetDateTime,
    },
    /// The person declined.
    Declined,
    /// The directory is not known.
    UnknownTenant,
}
