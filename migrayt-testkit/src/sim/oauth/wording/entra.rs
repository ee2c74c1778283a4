//! Numbers and texts are those of
//! `learn.microsoft.com/entra/identity-platform/reference-error-codes` and of answers that users
//! reported on GitHub: Azure/azure-cli 16745 (50173), MicrosoftDocs/azure-docs 39189 (65001),
//! mspnp/identity-reference-architectures 9 (700082), davidjrh/dnn.azureadprovider 17 (54005),
//! AzureAD/microsoft-authentication-library-for-js 2694 and 5044 (501481, 50148),
//! Azure/sap-automation 418 (7000215), Azure/azure-sdk-for-go 22386 (7000218),
//! Azure-Samples/ms-identity-python-webapp 113 (700025), spencerwooo/onedrive-cf-index 100 (70011),
//! MicrosoftDocs/azure-docs 21690 (700016), Azure/azure-sdk-for-java 33235 (70008);
//! and `learn.microsoft.com/answers/questions/193411` (70000) and `1291600` (9002313).

use http::StatusCode;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::super::event::Loss;
use super::super::reason::Reason;
use super::super::refusal::Refusal;

pub(super) fn refusal(reason: Reason) -> Refusal {
    let (error, code) = number(&reason);
    // A wrong client is 401 (Azure/sap-automation 418), all else 400.
    let status = match error {
        "invalid_client" => StatusCode::UNAUTHORIZED,
        _ => StatusCode::BAD_REQUEST,
    };
    let suberror = match code {
        65_001 => Some("consent_required"),
        // microsoft/foundry-dev-tools 707.
        700_082 | 50_173 => Some("bad_token"),
        _ => None,
    };
    Refusal { description: words(&reason), reason, status, error, code: Some(code), suberror }
}

fn number(reason: &Reason) -> (&'static str, u32) {
    match reason {
        Reason::Missing(_) => ("invalid_request", 900_144),
        Reason::UnknownApp => ("unauthorized_client", 700_016),
        Reason::WrongSecret => ("invalid_client", 7_000_215),
        Reason::NoSecret => ("invalid_client", 7_000_218),
        Reason::UnwantedSecret => ("invalid_client", 700_025),
        Reason::WrongGrantType => ("unsupported_grant_type", 70_003),
        Reason::WrongResponseType => ("unsupported_response_type", 700_054),
        Reason::WrongRedirect => ("invalid_request", 50_011),
        Reason::OtherRedirect => ("invalid_grant", 70_000),
        Reason::WrongScope(_) => ("invalid_scope", 70_011),
        Reason::WrongChallenge => ("invalid_request", 50_149),
        Reason::UnknownCode | Reason::UnknownToken => ("invalid_grant", 9_002_313),
        Reason::OldCode => ("invalid_grant", 70_008),
        Reason::UsedCode => ("invalid_grant", 54_005),
        Reason::WrongVerifier { given: true } => ("invalid_grant", 501_481),
        Reason::WrongVerifier { given: false } => ("invalid_grant", 50_148),
        Reason::IdleToken { .. } => ("invalid_grant", 700_082),
        Reason::OldGrant => ("invalid_grant", 70_043),
        Reason::MoreScope | Reason::LostGrant { loss: Loss::Withdrawn, .. } => {
            ("invalid_grant", 65_001)
        }
        Reason::LostGrant { .. } => ("invalid_grant", 50_173),
        Reason::Declined => ("access_denied", 65_004),
        Reason::UnknownTenant => ("invalid_request", 90_002),
    }
}

fn words(reason: &Reason) -> String {
    let words = match reason {
        Reason::Missing(name) => {
            return format!("The request body must contain the following parameter: '{name}'.");
        }
        Reason::WrongScope(scope) => {
            return format!(
                "The provided value for the input parameter 'scope' is not valid. The scope \
                 '{scope}' does not exist."
            );
        }
        Reason::IdleToken { issued } => {
            let issued = moment(*issued);
            return format!(
                "The refresh token has expired due to inactivity. The token was issued on \
                 {issued} and was inactive for 90.00:00:00."
            );
        }
        Reason::MoreScope | Reason::LostGrant { loss: Loss::Withdrawn, .. } => {
            "The user or administrator has not consented to use the application. Send an \
             interactive authorization request for this user and resource."
        }
        Reason::LostGrant { begun, ended, .. } => {
            let (begun, ended) = (moment(*begun), moment(*ended));
            return format!(
                "The provided grant has expired due to it being revoked, a fresh auth token is \
                 needed. The user might have changed or reset their password. The grant was \
                 issued on '{begun}' and the TokensValidFrom date (before which tokens are not \
                 valid) for this user is '{ended}'."
            );
        }
        Reason::UnknownApp => {
            "Application with that identifier was not found in the directory. This can happen if \
             the application has not been installed by the administrator of the tenant or \
             consented to by any user in the tenant. You may have sent your authentication request \
             to the wrong tenant."
        }
        Reason::WrongSecret => {
            "Invalid client secret provided. Ensure the secret being sent in the request is the \
             client secret value, not the client secret ID."
        }
        Reason::NoSecret => {
            "The request body must contain the following parameter: 'client_assertion' or \
             'client_secret'."
        }
        Reason::UnwantedSecret => {
            "Client is public so neither 'client_assertion' nor 'client_secret' should be \
             presented."
        }
        Reason::WrongGrantType => "The app requested an unsupported grant type.",
        Reason::WrongResponseType => "response_type is not enabled for the application.",
        Reason::WrongRedirect => {
            "The redirect URI specified in the request does not match the redirect URIs configured \
             for the application."
        }
        Reason::OtherRedirect => {
            "The provided value for the 'redirect_uri' is not valid. The value must exactly match \
             the redirect URI used to obtain the authorization code."
        }
        Reason::WrongChallenge => "Invalid Code_Challenge_method parameter.",
        Reason::UnknownCode | Reason::UnknownToken => {
            "Invalid request. Request is malformed or invalid."
        }
        Reason::OldCode => {
            "The provided authorization code or refresh token has expired due to inactivity. Send \
             a new interactive authorization request for this user and resource."
        }
        Reason::UsedCode => {
            "OAuth2 Authorization code was already redeemed, please retry with a new valid code or \
             use an existing refresh token."
        }
        Reason::WrongVerifier { given: true } => {
            "The Code_Verifier does not match the code_challenge supplied in the authorization \
             request."
        }
        Reason::WrongVerifier { given: false } => {
            "The code_verifier does not match the code_challenge supplied in the authorization \
             request for PKCE."
        }
        Reason::OldGrant => {
            "The refresh token has expired or is invalid due to sign-in frequency checks by \
             conditional access."
        }
        Reason::Declined => "User declined to consent to access the app.",
        Reason::UnknownTenant => {
            "Tenant not found. Check to make sure you have the correct tenant ID and are signing \
             into the correct cloud."
        }
    };
    words.to_owned()
}

fn moment(moment: OffsetDateTime) -> String {
    moment.format(&Rfc3339).unwrap_or_default()
}
