use aws_sdk_kms::config::http::HttpResponse;
use aws_sdk_kms::error::{ErrorMetadata, SdkError};
use aws_sdk_kms::operation::decrypt::DecryptError;
use migrayt_core::error::{Effect, Fact, Retry};
use migrayt_core::{Error, ErrorKind};

use super::{Call, Refusal, sort};

const BODY: &str = r#"{"message":"the secret is hunter2"}"#;

fn refused(code: &str, status: u16) -> SdkError<DecryptError> {
    let meta = ErrorMetadata::builder().code(code).message("the secret is hunter2").build();
    let response = HttpResponse::new(status.try_into().unwrap(), BODY.into());
    SdkError::service_error(DecryptError::generic(meta), response)
}

fn sorted(code: &str, status: u16, changes: bool) -> Result<Refusal, Error> {
    let call = Call { name: "Decrypt", changes };
    sort::<(), _>(Err(refused(code, status)), call).map(|answer| answer.unwrap_err())
}

#[test]
fn what_the_caller_interprets_is_no_error() {
    for (code, refusal) in [
        ("ResourceExistsException", Refusal::Exists),
        ("ResourceNotFoundException", Refusal::Missing),
        ("NotFoundException", Refusal::Missing),
        ("InvalidRequestException", Refusal::Ending),
        ("InvalidParameterException", Refusal::Invalid),
        ("InvalidCiphertextException", Refusal::Invalid),
        ("IncorrectKeyException", Refusal::Invalid),
    ] {
        assert_eq!(sorted(code, 400, true).unwrap(), refusal, "{code}");
    }
}

#[test]
fn each_code_has_its_kind_and_nothing_of_the_body_is_kept() {
    use Retry::{Backoff, Never};
    for (code, status, kind, retry) in [
        ("ThrottlingException", 400, ErrorKind::RateLimited, Backoff),
        ("TooManyRequestsException", 429, ErrorKind::RateLimited, Backoff),
        ("", 429, ErrorKind::RateLimited, Backoff),
        ("AccessDeniedException", 400, ErrorKind::PermissionDenied, Never),
        ("UnrecognizedClientException", 400, ErrorKind::Unauthenticated, Never),
        ("ExpiredTokenException", 400, ErrorKind::Unauthenticated, Never),
        ("InvalidSignatureException", 400, ErrorKind::Unauthenticated, Never),
        ("DisabledException", 400, ErrorKind::ConfigInvalid, Never),
        ("KMSInvalidStateException", 400, ErrorKind::ConfigInvalid, Never),
        ("EncryptionFailure", 400, ErrorKind::ConfigInvalid, Never),
        ("DecryptionFailure", 400, ErrorKind::ConfigInvalid, Never),
        ("InvalidKeyUsageException", 400, ErrorKind::ConfigInvalid, Never),
        ("LimitExceededException", 400, ErrorKind::Unavailable, Never),
        ("KeyUnavailableException", 500, ErrorKind::Unavailable, Backoff),
        ("KMSInternalException", 500, ErrorKind::Unavailable, Backoff),
        ("InternalServiceError", 500, ErrorKind::Unavailable, Backoff),
        ("", 503, ErrorKind::Unavailable, Backoff),
        ("ValidationException", 400, ErrorKind::Unexpected, Never),
        ("something hunter2", 400, ErrorKind::Unexpected, Never),
    ] {
        for changes in [false, true] {
            let error = sorted(code, status, changes).unwrap_err();
            assert_eq!((error.kind(), error.retry()), (kind, retry), "{code}");
            let unknown = changes && retry == Backoff;
            let effect = if unknown { Effect::Unknown } else { Effect::None };
            assert_eq!(error.effect(), effect, "{code}");
            assert_eq!(error.context().first(), Some(&("call", Fact::Id("Decrypt".into()))));
            let shown = format!("{error} {error:?} {error:#?} {:?}", error.help());
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}

#[test]
fn what_did_not_arrive_is_asked_again() {
    for changes in [false, true] {
        let call = Call { name: "Decrypt", changes };
        let late = SdkError::<DecryptError>::timeout_error("hunter2");
        let garbled = SdkError::<DecryptError>::response_error(
            "hunter2",
            HttpResponse::new(200.try_into().unwrap(), BODY.into()),
        );
        for (failed, kind) in [(late, ErrorKind::Timeout), (garbled, ErrorKind::Unavailable)] {
            let error = sort::<(), _>(Err(failed), call).unwrap_err();
            assert_eq!((error.kind(), error.retry()), (kind, Retry::Backoff));
            let effect = if changes { Effect::Unknown } else { Effect::None };
            assert_eq!(error.effect(), effect);
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
    }
}
