//! The request console: composes a draft into a request, sends it, and explains the response.

pub(crate) mod advice;
pub(crate) mod compose;
pub(crate) mod composer;
pub(crate) mod confirm;
pub(crate) mod confirmation;
pub(crate) mod doubt;
pub(crate) mod drafts;
mod effect;
pub(crate) mod exchange;
pub(crate) mod explain;
pub(crate) mod findings;
pub(crate) mod import;
mod in_flight;
mod kept;
mod notes;
pub(crate) mod past;
pub(crate) mod responses;
pub(crate) mod retry;
pub(crate) mod send;
pub(crate) mod snippet;
pub(crate) mod spool;
pub(crate) mod view;

use std::sync::Arc;

use crate::console::composer::Composer;
use crate::console::confirm::SafeguardCheck;
use crate::console::drafts::Drafts;
use crate::console::exchange::Exchange;
use crate::console::import::Importer;
use crate::console::past::PastCalls;
use crate::console::responses::Responses;
use crate::console::retry::Retry;
use crate::console::send::Console;
use crate::console::snippet::Snippets;
use crate::console::spool::Spool;
use crate::ground::Ground;
use crate::scopes::access::ScopeAccess;
use crate::tokens::TokenServices;

/// The console's services, sharing one composer and one set of stored responses.
pub(crate) struct ConsoleServices {
    pub console: Arc<Console>,
    pub responses: Arc<Responses>,
    pub importer: Importer,
    pub snippets: Snippets,
    pub past_calls: Arc<PastCalls>,
    pub composer: Arc<Composer>,
    pub drafts: Arc<Drafts>,
    pub spool: Arc<Spool>,
}

impl ConsoleServices {
    pub(crate) fn new(ground: &Ground, tokens: &TokenServices) -> Self {
        let Ground { connections, environments, catalogs, secrets, history, client, clock, folder, .. } =
            ground;
        let access = Arc::new(ScopeAccess::new(connections.clone(), catalogs.clone()));
        let responses = Arc::new(Responses::new(secrets.clone()));
        let spool = Arc::new(Spool::open(folder.spool()));
        let composer = Composer::new(
            connections.clone(),
            environments.clone(),
            catalogs.clone(),
            secrets.clone(),
            clock.clone(),
        );
        let composer = Arc::new(composer);
        let retry = Retry::new(
            Exchange::new(
                connections.clone(),
                catalogs.clone(),
                client.clone(),
                clock.clone(),
                tokens.registration.clone(),
                spool.clone(),
            ),
            tokens.credentials.clone(),
            tokens.refresher.clone(),
            access.clone(),
            connections.clone(),
            clock.clone(),
            secrets.clone(),
        );
        let past_calls = PastCalls::new(
            history.clone(),
            responses.clone(),
            access.clone(),
            secrets.clone(),
            spool.clone(),
            catalogs.clone(),
        );
        let console = Console::new(
            composer.clone(),
            SafeguardCheck::new(connections.clone(), catalogs.clone(), clock.clone()),
            retry,
            access,
            history.clone(),
            responses.clone(),
            secrets.clone(),
        );
        let credentials = tokens.credentials.clone();
        Self {
            console: Arc::new(console),
            responses,
            importer: Importer::new(secrets.clone(), catalogs.clone(), connections.clone(), clock.clone()),
            snippets: Snippets::new(composer.clone(), credentials, secrets.clone()),
            past_calls: Arc::new(past_calls),
            composer,
            drafts: Drafts::new(ground.store.clone(), secrets.clone(), connections.clone()),
            spool,
        }
    }
}
