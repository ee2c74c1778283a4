//! What each platform says when it refuses.

use http::StatusCode;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Platform;
use super::event::Loss;
use super::reason::Reason;
use super::refusal::Refusal;

impl Refusal {
    pub(super) fn new(platform: Platform, reason: Reason) -> Self {
        match platform {
            Platform::Entra => Self::entra(reason),
            Platform::Atlassian => Self::atlassian(reason),
        }
    }

    /// Numbers and texts: `learn.microsoft.com/entra/identity-platform/reference-error-codes`, and
    /// answers that users reported, among them azure-cli#16745 (50173), azure-docs#39189 (65001),
    /// `mspnp/identity-reference-architectures#9` (700082), `davidjrh/dnn.azureadprovider#17` (54005),
    /// msal-js#2694 (501481), sap-automation#418 (7000215), azure-sdk-for-go#22386 (7000218).
    fn entra(reason: Reason) -> Self {
        let (error, code, description) = match &reason {
            Reason::Missing(name) => (
                "invalid_request",
                900_144,
                format!("The request body must contain the following parameter: '{name}'."),
            ),
            Reason::UnknownApp => (
                "unauthorized_client",
                700_016,
                "Application with that identifier was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.".to_owned(),
            ),
            Reason::WrongSecret => (
                "invalid_client",
                7_000_215,
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.".to_owned(),
            ),
            Reason::NoSecret => (
                "invalid_client",
                7_000_218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.".to_owned(),
            ),
            Reason::UnwantedSecret => (
                "invalid_client",
                700_025,
                "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.".to_owned(),
            ),
            Reason::WrongGrantType => (
                "unsupported_grant_type",
                70_003,
                "The app requested an unsupported grant type.".to_owned(),
            ),
            Reason::WrongResponseType => (
                "unsupported_response_type",
                700_054,
                "response_type is not enabled for the application.".to_owned(),
            ),
            Reason::WrongRedirect => (
                "invalid_grant",
                50_011,
                "The redirect URI specified in the request does not match the redirect URIs configured for the application.".to_owned(),
            ),
            Reason::WrongScope(scope) => (
                "invalid_scope",
                70_011,
                format!("The provided value for the input parameter 'scope' is not valid. The scope '{scope}' does not exist."),
            ),
            Reason::WrongChallenge => (
                "invalid_request",
                50_149,
                "Invalid Code_Challenge_method parameter.".to_owned(),
            ),
            Reason::UnknownCode | Reason::UnknownToken => (
                "invalid_grant",
                9_002_313,
                "Invalid request. Request is malformed or invalid.".to_owned(),
            ),
            Reason::OldCode => (
                "invalid_grant",
                70_008,
                "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.".to_owned(),
            ),
            Reason::UsedCode => (
                "invalid_grant",
                54_005,
                "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.".to_owned(),
            ),
            Reason::WrongVerifier { given: true } => (
                "invalid_grant",
                501_481,
                "The Code_Verifier does not match the code_challenge supplied in the authorization request.".to_owned(),
            ),
            Reason::WrongVerifier { given: false } => (
                "invalid_grant",
                50_148,
                "The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.".to_owned(),
            ),
            Reason::IdleToken { issued } => (
                "invalid_grant",
                700_082,
                format!(
                    "The refresh token has expired due to inactivity. The token was issued on {} and was inactive for 90.00:00:00.",
                    moment(*issued)
                ),
            ),
            Reason::OldGrant => (
                "invalid_grant",
                70_043,
                "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.".to_owned(),
            ),
            Reason::MoreScope | Reason::LostGrant { loss: Loss::Withdrawn, .. } => (
                "invalid_grant",
                65_001,
                "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.".to_owned(),
            ),
            Reason::LostGrant { begun, ended, .. } => (
                "invalid_grant",
                50_173,
                format!(
                    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{}'.",
                    moment(*begun),
                    moment(*ended)
                ),
            ),
            Reason::Declined => (
                "access_denied",
                65_004,
                "User declined to consent to access the app.".to_owned(),
            ),
            Reason::UnknownTenant => (
                "invalid_request",
                90_002,
                "Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.".to_owned(),
            ),
        };
        // A wrong client is 401 (sap-automation#418), all else 400.
        let status = match error {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        };
        let suberror = match code {
            65_001 => Some("consent_required"),
            // microsoft/foundry-dev-tools#707.
            700_082 | 50_173 => Some("bad_token"),
            _ => None,
        };
        Self { reason, status, error, description, code: Some(code), suberror }
    }

    /// `developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps` documents 403 with
    /// `invalid_grant` and "Unknown or invalid refresh token."; users report 403 with
    /// `unauthorized_client` and "`refresh_token` is invalid" (`ParabolInc/parabol#11849`) for tokens
    /// that were good once, and 403 with "Invalid authorization code"
    /// (`community.atlassian.com/qaq-p/1442839`). 401 with `access_denied` is what Auth0 says, on
    /// which Atlassian builds (`auth0/node-auth0#134`); the rest follows RFC 6749.
    fn atlassian(reason: Reason) -> Self {
        let (status, error, description) = match &reason {
            Reason::Missing(name) => {
                (400, "invalid_request", format!("Missing required parameter: {name}"))
            }
            Reason::UnknownApp
            | Reason::WrongSecret
            | Reason::NoSecret
            | Reason::UnwantedSecret => (401, "access_denied", "Unauthorized".to_owned()),
            Reason::WrongGrantType => {
                (403, "unsupported_grant_type", "Unsupported grant type.".to_owned())
            }
            Reason::WrongResponseType => {
                (400, "unsupported_response_type", "Unsupported response type.".to_owned())
            }
            Reason::WrongRedirect => {
                (403, "invalid_grant", "The redirect URI is wrong.".to_owned())
            }
            Reason::WrongScope(scope) => {
                (400, "invalid_scope", format!("The scope {scope} is not one of the app's."))
            }
            Reason::WrongChallenge | Reason::WrongVerifier { .. } => {
                (403, "invalid_grant", "Failed to verify code verifier".to_owned())
            }
            Reason::UnknownCode | Reason::OldCode | Reason::UsedCode => {
                (403, "invalid_grant", "Invalid authorization code".to_owned())
            }
            Reason::UnknownToken | Reason::MoreScope => {
                (403, "invalid_grant", "Unknown or invalid refresh token.".to_owned())
            }
            Reason::IdleToken { .. } | Reason::OldGrant | Reason::LostGrant { .. } => {
                (403, "unauthorized_client", "refresh_token is invalid".to_owned())
            }
            Reason::Declined => {
                (403, "access_denied", "User did not authorize the request".to_owned())
            }
            Reason::UnknownTenant => (404, "invalid_request", "Not Found".to_owned()),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        Self { reason, status, error, description, code: None, suberror: None }
    }
}

fn moment(moment: OffsetDateTime) -> String {
    moment.format(&Rfc3339).unwrap_or_default()
}
