//! What every handler reaches: the services, the sockets, the drawing, and what installation this is.

use std::sync::Arc;

use chassis::{Bus, Lifecycle, Liveness, Peers, RequestError};
use proto::Refusal;
use proto::auth::Installation;

use crate::actions::Actions;
use crate::assets::{Assets, Neighbours};
use crate::cluster::Cluster;
use crate::config::Config;
use crate::draw::{Draw, DrawError};
use crate::emoji::KnownEmoji;
use crate::files::Files;
use crate::installation::{InstallationTitle, KnownInstallation};
use crate::limits::Limits;
use crate::link_previews::Means;
use crate::live::{Live, LiveConfig};
use crate::people::People;
use crate::push::Push;
use crate::rate_limit::{RateLimiter, Rates};
use crate::security_headers::SecurityHeaders;
use crate::unread_mail::UnreadMailer;

/// Clones share everything.
#[derive(Clone)]
pub(crate) struct AppState(Arc<Inner>);

struct Inner {
    config: Config,
    actions: Actions,
    live: Live,
    draw: Arc<Draw>,
    assets: Arc<Assets>,
    neighbours: Neighbours,
    security_headers: SecurityHeaders,
    emoji: KnownEmoji,
    installation: KnownInstallation,
    title: InstallationTitle,
    limits: Limits,
    files: Files,
    push: Push,
}

/// Why there is nothing to serve with.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The bus is closed for good.
    #[error("cannot listen to NATS: {0}")]
    Bus(#[from] RequestError),
    /// The folder of static files that was given cannot be read.
    #[error("cannot read the static files: {0}")]
    Files(#[from] std::io::Error),
    /// Files cannot be kept where they are to be kept.
    #[error("cannot keep files: {0}")]
    Store(#[from] crate::files::StoreError),
    /// A template does not parse.
    #[error("cannot draw pages: {0}")]
    Draw(#[from] DrawError),
}

impl AppState {
    /// Loads the templates, starts the live half (which ends with `live`), and begins to ask what installation this is.
    pub(crate) async fn new(
        config: Config,
        bus: Bus,
        life: &Lifecycle,
        live: Lifecycle,
        liveness: &Liveness,
    ) -> Result<Self, StateError> {
        let peers = Peers::watch(bus.clone(), life.clone()).await?;
        let cluster = Cluster::new(bus, peers);
        let people = People::start(cluster.clone(), life);
        let actions = Actions::new(cluster.clone(), people, RateLimiter::new(Rates::default()));
        let assets = Arc::new(Assets::load(config.static_files.as_deref())?);
        let (node, bus) = (config.node, cluster.clone());
        let neighbours = Neighbours::start(assets.clone(), bus, node, life, liveness).await?;
        let installation = KnownInstallation::watch(cluster.clone(), life);
        let emoji = KnownEmoji::watch(cluster, installation.changes(), life);
        let title = installation.title(&config.name);
        let draw = Arc::new(Draw::new(title.clone(), assets.prefix())?.with_emoji(emoji.clone()));
        let settings = LiveConfig {
            goaway: config.drain,
            commands: config.commands,
            liveness: liveness.clone(),
            ..LiveConfig::new(config.node)
        };
        let live = Live::start(actions.clone(), draw.clone(), settings, live).await?;
        let security_headers = SecurityHeaders::new(config.public_url.as_ref(), config.hsts_subdomains);
        let limits = Limits::new(&config);
        let files = Files::open(config.files.as_ref()).await?;
        life.run_until_stopped(
            liveness.keep("files", crate::files::sweep(files.clone(), actions.cluster().clone())),
        );
        let push = Push::new(&config);
        let told = actions.cluster().bus().subscribe(&proto::subject::gateway_push(config.node)).await?;
        let sending = crate::push::run(push.clone(), live.clone(), actions.clone(), told, life.clone());
        life.tracker().spawn(liveness.keep("push", sending));
        let told = actions.cluster().bus().subscribe(&proto::subject::gateway_push(config.node)).await?;
        let own = config.public_url.as_ref().and_then(|url| url.origin().parse().ok());
        let means = Means { outgoing: push.outgoing().clone(), own, files: files.clone() };
        let looking = crate::link_previews::run(means, actions.cluster().clone(), told, life.clone());
        life.run_until_stopped(liveness.keep("link_previews", looking));
        let mailer = UnreadMailer::new(&config, draw.clone(), installation.clone(), title.clone());
        let mailing = crate::unread_mail::run(mailer, live.clone(), actions.clone(), life.clone());
        life.tracker().spawn(liveness.keep("unread_mail", mailing));
        let inner = Inner {
            config,
            actions,
            live,
            draw,
            assets,
            neighbours,
            security_headers,
            installation,
            emoji,
            title,
            limits,
            files,
            push,
        };
        Ok(Self(Arc::new(inner)))
    }

    /// What the operator set.
    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    /// The services.
    pub(crate) fn cluster(&self) -> &Cluster {
        self.0.actions.cluster()
    }

    /// What people do.
    pub(crate) fn actions(&self) -> &Actions {
        &self.0.actions
    }

    /// Names of people.
    pub(crate) fn people(&self) -> &People {
        self.0.actions.people()
    }

    /// How fast one person may go.
    pub(crate) fn rate_limiter(&self) -> &RateLimiter {
        self.0.actions.rate_limiter()
    }

    /// How much one address, person and session may hold.
    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Emoji of the installation's own.
    pub(crate) fn emoji(&self) -> &KnownEmoji {
        &self.0.emoji
    }

    /// What people upload.
    pub(crate) fn files(&self) -> &Files {
        &self.0.files
    }

    /// What it takes to tell devices.
    pub(crate) fn push(&self) -> &Push {
        &self.0.push
    }

    /// The sockets and the sessions.
    pub(crate) fn live(&self) -> &Live {
        &self.0.live
    }

    /// The templates.
    pub(crate) fn draw(&self) -> &Draw {
        &self.0.draw
    }

    /// The static files.
    pub(crate) fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// The static files of this release and of others.
    pub(crate) fn neighbours(&self) -> &Neighbours {
        &self.0.neighbours
    }

    /// What goes onto every answer.
    pub(crate) fn security_headers(&self) -> &SecurityHeaders {
        &self.0.security_headers
    }

    /// Browsers reach this installation by https only.
    pub(crate) fn is_https(&self) -> bool {
        self.0.config.public_url.as_ref().is_some_and(crate::config::PublicUrl::is_https)
    }

    /// What installation this is.
    ///
    /// # Errors
    /// Auth has not been heard of yet.
    pub(crate) fn installation(&self) -> Result<Installation, Refusal> {
        self.0.installation.get()
    }

    /// Where links in mail lead; none: no mail is sent. It is what the operator has set, and never what a browser says: a
    /// link made of that would take its token to whoever made the request.
    pub(crate) fn mail_origin(&self) -> Option<String> {
        let url = self.0.config.public_url.as_ref()?;
        self.installation().is_ok_and(|known| known.sends_mail).then(|| url.origin().to_owned())
    }

    /// What it is called.
    pub(crate) fn title(&self) -> String {
        self.0.title.get()
    }

    /// Learns anew what installation this is, after something about it was changed here.
    pub(crate) async fn refresh_installation(&self) {
        self.0.installation.refresh().await;
    }

    /// Whether nobody owns the installation yet. That somebody does is believed; that nobody does is asked once more.
    ///
    /// # Errors
    /// Auth has not been heard of yet.
    pub(crate) async fn is_unclaimed(&self) -> Result<bool, Refusal> {
        if self.installation()?.claimed {
            return Ok(false);
        }
        self.refresh_installation().await;
        Ok(!self.installation()?.claimed)
    }

    /// Whether it is known what installation this is, and who may hear what: without that, pages are 503.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.0.installation.get().is_err() {
            Err("no auth-service has answered yet".to_owned())
        } else if self.0.live.frozen() {
            Err("frozen: it is not known who may hear what".to_owned())
        } else {
            Ok(())
        }
    }
}
