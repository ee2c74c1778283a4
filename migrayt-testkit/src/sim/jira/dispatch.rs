//! The way of a request through the site.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{Method, Request, StatusCode};
use time::OffsetDateTime;
use url::form_urlencoded;

use super::Jira;
use super::call::Call;
use super::error::Refusal;
use super::gateway::{self, Passed};
use super::late::Late;
use super::options::Rights;
use super::orphan;
use super::reply::Reply;
use super::router::Match;
use super::sign_in::Caller;
use super::state::State;
use super::wiki::{self, Translator};

impl Jira {
    /// Lets what is due happen, then answers.
    pub(super) fn dispatch(&self, request: Request<Bytes>, now: OffsetDateTime) -> Reply {
        let request = match gateway::pass(request) {
            Ok(request) => request,
            Err(reply) => return reply,
        };
        let mut state = self.lock();
        state.requests += 1;
        let number = state.requests;
        self.catch_up(&mut state, now);
        let request = match self.site.options.late_commit {
            Some(plan) => Late::take(plan, &mut state, request, now),
            None => Some(request),
        };
        let reply = if let Some(request) = request {
            self.respond(&mut state, &request, now, now, false)
        } else {
            self.catch_up(&mut state, now);
            gateway_timeout()
        };
        reply.with("x-arequestid", &format!("{number:032x}"))
    }

    /// Lets the creates happen whose moment has come, in the order in which they were sent.
    pub(super) fn catch_up(&self, state: &mut State, now: OffsetDateTime) {
        while let Some(late) = state.late.pop_front_if(|late| late.due <= now) {
            // Nobody is left to hear the answer.
            drop(self.respond(state, &late.request, late.asked, late.due, false));
        }
        self.work_off(state, now);
    }

    /// Answers a request that was sent at one moment and takes effect at another; `own` is one of
    /// the site itself, which no limit stops.
    pub(super) fn respond(
        &self,
        state: &mut State,
        request: &Request<Bytes>,
        asked: OffsetDateTime,
        now: OffsetDateTime,
        own: bool,
    ) -> Reply {
        let options = &self.site.options;
        let caller = match Caller::of(options, &state.rotations, request, asked) {
            Ok(caller) => caller,
            Err(reply) => return reply,
        };
        let found = match self.router.find(request.method(), request.uri().path()) {
            Ok(found) => found,
            Err(reply) => return caller.mark(reply),
        };
        let Match { route, params } = found;
        if let (Some(scopes), Some(Passed)) = (&caller.scopes, request.extensions().get())
            && let Some(reply) = gateway::refuse(scopes, route)
        {
            return caller.mark(reply);
        }
        let mut room = None;
        if let Some(rate) = self.site.options.rate_limit.filter(|_| !own) {
            let issue = route.path.starts_with("/rest/api/3/issue/{issueIdOrKey}");
            let issue = params.first().filter(|_| issue);
            let issue = issue.and_then(|name| self.site.find(state, name));
            match state.limiter.admit(rate, route, issue, now) {
                Ok(left) => room = Some(left),
                Err(reply) => return caller.mark(reply),
            }
        }
        let charged = self.site.options.points.as_ref().filter(|_| caller.scopes.is_some() && !own);
        if let Some(Err(reply)) = charged.map(|points| points.admit(now)) {
            return caller.mark(reply);
        }
        let refused = match caller.login {
            None => route.anonymous(&params),
            Some(login) if route.writes() && login.rights < Rights::Write => {
                Some(Refusal::forbidden("You do not have permission to do this.").into())
            }
            Some(_) => None,
        };
        let base = self.base(request);
        let query: Vec<(String, String)> =
            form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect();
        let wiki = wiki::is_spoken(request.uri().path());
        let named = params.first().filter(|_| route.path.contains("{issueIdOrKey}"));
        let issue = named.and_then(|name| self.site.find(state, name));
        let body = if wiki {
            Translator { site: &self.site, state, issue }.incoming(request.body())
        } else {
            request.body().clone()
        };
        let shown = issue.filter(|_| self.site.options.orphans_go && orphan::may_be_made_by(route));
        let shown = shown.map(|issue| (issue, orphan::shown(state, issue)));
        let mut reply = refused.or_else(|| wrong_kind(request, route.path)).unwrap_or_else(|| {
            let mut call = Call {
                site: &self.site,
                state,
                account: caller.login.map(|login| login.account_id.as_str()),
                now,
                base: &base,
                params: &params,
                query: &query,
                headers: request.headers(),
                body: &body,
            };
            (route.handler)(&mut call).unwrap_or_else(Reply::from)
        });
        if let Some((issue, before)) = shown {
            orphan::sweep(state, issue, &before);
        }
        if let Some(mut value) = reply.value().filter(|_| wiki) {
            Translator { site: &self.site, state, issue }.outgoing(&mut value);
            reply = reply.with_value(&value);
        }
        if let Some(points) = charged {
            reply = points.charge(&route.method, reply, now);
        }
        let reply = caller.mark(reply);
        match room {
            Some(room) => room.mark(reply),
            None => reply,
        }
    }

    /// Where the caller found the site.
    fn base(&self, request: &Request<Bytes>) -> String {
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        let base = match host {
            Some(host) if host.ends_with(".atlassian.net") => format!("https://{host}"),
            Some(host) => format!("http://{host}"),
            None => format!("https://{}.atlassian.net", self.site.options.site_name),
        };
        match request.extensions().get() {
            Some(Passed) => base + &Passed::prefix(),
            None => base,
        }
    }
}

/// 415 for a body that is not JSON, where JSON is what the operation takes.
fn wrong_kind(request: &Request<Bytes>, path: &str) -> Option<Reply> {
    let takes_json = matches!(*request.method(), Method::POST | Method::PUT)
        && !path.ends_with("/attachments")
        && !request.body().is_empty();
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let json = kind.is_some_and(|kind| kind.trim_start().starts_with("application/json"));
    (takes_json && !json)
        .then(|| Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type").into())
}

/// What the gateway says when the site takes too long: no JSON.
fn gateway_timeout() -> Reply {
    Reply::bytes("text/html", Bytes::from_static(b"<html><body>504 Gateway Time-out</body></html>"))
        .of(StatusCode::GATEWAY_TIMEOUT)
}
