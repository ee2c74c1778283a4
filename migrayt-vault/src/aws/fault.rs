use aws_sdk_kms::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_kms::operation::RequestId as _;
use migrayt_core::error::{Effect, Fact, Retry};
use migrayt_core::{Error, ErrorKind, Result};

use crate::SecretName;

/// A call to AWS.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    /// Its name in AWS's interface.
    pub(super) name: &'static str,
    /// Whether something is different after it.
    pub(super) changes: bool,
}

/// What AWS says of a call that reached it and was understood: what it means depends on the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Something of this name or version is there.
    Exists,
    /// It is not there.
    Missing,
    /// It is not in a state for this: it was destroyed.
    Ending,
    /// A parameter does not fit what is there.
    Invalid,
}

/// Sorts an answer into what the call asked for, a refusal that its caller interprets, and an error.
///
/// The only place where AWS's codes are read. Of an error nothing is kept but its code, status and
/// request's id: the rest may hold what was sent or what came back.
pub(super) fn sort<T, E: ProvideErrorMetadata>(
    answer: std::result::Result<T, SdkError<E>>,
    call: Call,
) -> Result<std::result::Result<T, Refusal>> {
    let failed = match answer {
        Ok(value) => return Ok(Ok(value)),
        Err(failed) => failed,
    };
    let code = failed.as_service_error().and_then(ProvideErrorMetadata::code);
    if let Some(refusal) = code.and_then(refusal) {
        return Ok(Err(refusal));
    }
    let status = failed.raw_response().map(|response| response.status().as_u16());
    let error = match &failed {
        SdkError::ServiceError(_) => of_code(code.unwrap_or_default(), status.unwrap_or_default()),
        SdkError::TimeoutError(_) => timeout(),
        SdkError::DispatchFailure(cause) if cause.is_timeout() => timeout(),
        // The connection broke off, or could not be made.
        SdkError::DispatchFailure(cause) if cause.is_io() || cause.as_other().is_some() => {
            unreachable()
        }
        SdkError::DispatchFailure(_) | SdkError::ConstructionFailure(_) => no_credentials(),
        _ => unreadable(),
    };
    let is_known = |text: &&str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=64).contains(&text.len()) && text.bytes().all(plain)
    };
    let mut error = error.with("call", call.name);
    if let Some(code) = code.filter(is_known) {
        error = error.with("code", Fact::name(code));
    }
    if let Some(status) = status {
        error = error.with("status", status);
    }
    if let Some(request) = failed.request_id().filter(is_known) {
        error = error.with("request", Fact::name(request));
    }
    // What only reads has no effect; what was refused for what it is has none either.
    let certain =
        !call.changes || error.retry() == Retry::Never && status.is_some_and(|it| it < 500);
    Err(if certain { error.with_effect(Effect::None) } else { error })
}

fn refusal(code: &str) -> Option<Refusal> {
    match code {
        "ResourceExistsException" => Some(Refusal::Exists),
        "ResourceNotFoundException" | "NotFoundException" => Some(Refusal::Missing),
        "InvalidRequestException" => Some(Refusal::Ending),
        "InvalidParameterException"
        | "InvalidCiphertextException"
        | "IncorrectKeyException"
        | "UnsupportedOperationException" => Some(Refusal::Invalid),
        _ => None,
    }
}

/// Every code of both services, and those of all services, that has a meaning of its own.
fn of_code(code: &str, status: u16) -> Error {
    match code {
        "ThrottlingException"
        | "Throttling"
        | "ThrottledException"
        | "TooManyRequestsException"
        | "RequestLimitExceeded"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "PriorRequestNotComplete" => again(ErrorKind::RateLimited, "AWS asks for fewer requests")
            .with_help("Cache secrets for longer, or ask for a higher quota of the service."),
        "AccessDeniedException" | "AccessDenied" | "NotAuthorized" | "OptInRequired" => {
            Error::new(ErrorKind::PermissionDenied, "AWS does not let this role do that")
                .with_help("Compare the role's policy and the key's with those in the vault's documentation.")
        }
        "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "InvalidAccessKeyId"
        | "ExpiredToken"
        | "ExpiredTokenException"
        | "RequestExpired"
        | "IncompleteSignature"
        | "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException" => {
            Error::new(ErrorKind::Unauthenticated, "AWS does not accept this process' credentials")
                .with_help("Renew the credentials, and check the clock of this machine.")
        }
        "DisabledException" => {
            Error::new(ErrorKind::ConfigInvalid, "the vault's KMS key is disabled")
                .with_help("Enable the key: until then no secret can be lent or put.")
        }
        "KMSInvalidStateException" => {
            Error::new(ErrorKind::ConfigInvalid, "the vault's KMS key cannot be used in its state")
                .with_help("If its deletion is scheduled, cancel that and enable it: without it every secret is lost.")
        }
        "EncryptionFailure" | "DecryptionFailure" => {
            Error::new(ErrorKind::ConfigInvalid, "Secrets Manager cannot use the secret's KMS key")
                .with_help("Check that the key is enabled and that its policy lets this role use it there.")
        }
        "InvalidKeyUsageException" | "InvalidArnException" => {
            Error::new(ErrorKind::ConfigInvalid, "the vault's KMS key is not one for encryption")
                .with_help("Name a symmetric key for encryption by its ARN, id or alias.")
        }
        "LimitExceededException" => {
            Error::new(ErrorKind::Unavailable, "a quota of AWS is used up")
                .with_help("Secrets have 100 versions and accounts 500,000 secrets: see the service's quotas.")
        }
        "PublicPolicyException" | "MalformedPolicyDocumentException" => {
            Error::new(ErrorKind::ConfigInvalid, "AWS refuses the secret's policy")
                .with_help("Mend the resource policy of the secret.")
        }
        "KeyUnavailableException" | "DependencyTimeoutException" => {
            again(ErrorKind::Unavailable, "the vault's KMS key cannot be used at the moment")
        }
        _ if status == 429 => again(ErrorKind::RateLimited, "AWS asks for fewer requests"),
        _ if status >= 500 => again(ErrorKind::Unavailable, "AWS cannot answer"),
        _ => Error::new(ErrorKind::Unexpected, "AWS refuses the request")
            .with_help("Look up the code in the documentation of the call."),
    }
}

/// Something that may be different in a moment. Whether it happened is not known until it is
/// certain.
fn again(kind: ErrorKind, message: &'static str) -> Error {
    Error::new(kind, message).with_retry(Retry::Backoff).with_effect(Effect::Unknown)
}

fn timeout() -> Error {
    again(ErrorKind::Timeout, "AWS did not answer in time")
}

fn unreachable() -> Error {
    again(ErrorKind::Unavailable, "AWS cannot be reached")
        .with_help("Check the network, the region and the endpoint of the vault.")
}

fn unreadable() -> Error {
    again(ErrorKind::Unavailable, "AWS's answer cannot be read")
        .with_help("Check that the endpoint of the vault is AWS's own, and what stands in between.")
}

fn no_credentials() -> Error {
    Error::new(ErrorKind::Unauthenticated, "no request to AWS can be made")
        .with_help("Give this process credentials: a role of its task or machine, or the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
}

/// A request that AWS finds wrong although it is made as documented.
pub(super) fn unexpected(call: &'static str) -> Error {
    Error::new(ErrorKind::Unexpected, "AWS refuses a request that is made as documented")
        .with_help("Check that the endpoint of the vault is AWS's own.")
        .with("call", call)
}

/// A stored value that does not hold together. What exactly is wrong with it tells nothing to
/// whoever tries changes.
pub(super) fn damaged(name: &SecretName) -> Error {
    Error::new(
        ErrorKind::DataCorrupt,
        "the stored value was changed, is another's, or is under another key",
    )
    .with_help("Open the vault with the key under which it was put; else destroy the secret and put it again.")
    .with("secret", name)
}

/// A stored value of a later version.
pub(super) fn later(name: &SecretName) -> Error {
    Error::new(ErrorKind::DataCorrupt, "the stored value has a format that is not known here")
        .with_help("Use the version that wrote it, or destroy the secret and put it again.")
        .with("secret", name)
}

#[cfg(test)]
mod tests;
