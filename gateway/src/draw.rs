//! Everything people see is drawn here: whole pages for HTTP, single messages and lines for the hub.
//!
//! Pages ([`HomePage`], [`RoomPage`] …) are plain values; what is in them was decided elsewhere. The templates are
//! compiled in, checked when [`Draw`] is made, and hold no words: those are the catalogue's, in the language of whoever reads.
//! They escape everything but the HTML a message was rendered to when it
//! was written. Sending the result, and serving `static/`, is HTTP's.

mod admin;
mod answered;
mod appearance;
mod arrangement;
mod blocked;
mod body_controls;
mod card;
mod custom_emoji;
mod custom_emoji_page;
mod device;
mod direct;
mod drawn_cache;
mod edits;
mod emoji;
mod error_page;
mod everyone;
mod excerpt;
mod file;
mod file_usage;
mod fold;
mod form;
mod home;
mod inbox;
mod inbox_count;
mod invites;
mod jump;
mod keys;
mod letter;
mod level;
mod link_preview;
mod local_time;
mod members;
mod message;
mod names;
mod new_room;
mod notifications;
mod person;
mod picture;
mod preview;
mod profile;
mod quote;
mod reactions;
mod report;
mod room;
mod room_files;
mod room_ref;
mod room_settings;
mod rooms;
mod rows;
mod saved;
mod search;
mod settings;
mod setup;
mod shown_quiet;
mod shown_status;
mod sidebar;
mod signed_out;
mod status;
pub mod styleguide;
mod thread;
mod thread_line;
mod timeline;
mod unread;
mod unread_letter;
mod upload;
mod when;
mod why;
mod words;

pub use admin::{
    ACTIONS, AllMessagesPage, AllRoomsPage, AnyRoomPage, AuditPage, AuditRow, CreateForm, FollowerRow,
    FoundRow, LinkFor, Looking, NodeRow, OverviewPage, PeoplePage, PersonRow, RoomChoice, RoomRow,
};
pub use appearance::{Appearance, Density, Theme};
pub use arrangement::{SectionLines, SidebarPage};
pub use card::CardPart;
pub use custom_emoji_page::{AnyEmojiPage, CustomEmojiPage, CustomEmojiRow};
pub(crate) use device::device;
pub use direct::{DirectLine, NewDirectPage, Participant};
pub use edits::EditsPage;
pub use emoji::{EmojiPage, OfferedEmoji};
pub use error_page::{ErrorPage, OfflinePage};
pub use everyone::{EveryonePage, EveryoneRow};
pub(crate) use excerpt::beginning;
pub use file_usage::UsedFiles;
pub use form::Errors;
pub use home::{HomePage, HomeParts, HomeRow, Named, Said, shown as home_rooms};
pub use inbox::{InboxPage, InboxParts, InboxRow, InboxShown, InboxTab, Undo};
pub use inbox_count::inbox_count;
pub use invites::{InviteRow, InvitesPage, Made, OwnInvitesPage};
pub use jump::{JumpPage, Place};
pub use keys::KeysPage;
pub use letter::LetterPage;
pub use level::LevelPage;
pub use local_time::LocalTime;
pub use members::{AddForm, MemberRow, MembersPage, Rights};
pub use names::{NamesPage, Offered};
pub use new_room::{NewRoomForm, NewRoomPage};
pub use notifications::{DeviceRow, HoursForm, MailForm, NotificationsPage};
pub use person::{Face, SeenFace, hue, initials};
pub use picture::LightboxPart;
pub use preview::{CommandsPart, FormattingPart, PreviewPage};
pub use profile::{DetailsForm, ProfilePage};
pub use quote::QuotePage;
pub use reactions::{PickerPart, ReactPage, ReactorsPage, ReactorsPart, ReactorsRow};
pub use report::{CaseRow, ReportPage, ReportsPage};
pub use room::{
    Chosen, Composer, DeletePage, EditPage, ListPage, Offer, Offers, ReplyPage, RoomPage, Viewer, Welcome,
};
pub use room_files::{RoomFilesPage, WantedFiles};
pub use room_ref::RoomRef;
pub use room_settings::{RoomSettingsPage, SettingsForms};
pub(crate) use rooms::in_query;
pub use rooms::{BrowsePage, ListingRow, RoomsPart, Tab};
pub use saved::{SavePage, SavedPage, SavedRow};
pub use search::{
    Beside, FoundFile, HitRow, HitRows, OffersPage, SearchAddress, SearchOffer, SearchPage, Wanted,
};
pub use settings::{SessionRow, SettingsPage};
pub use setup::{InstallationPage, SetupInvite, SetupPage, SetupRoom, demo};
pub use shown_quiet::ShownQuiet;
pub use shown_status::ShownStatus;
pub use sidebar::{RoomLine, Sidebar};
pub use signed_out::{
    ClosedPage, ConfirmPage, DeadInvitePage, ForgotPage, HiddenField, Invited, OwnerPage, ProofPage,
    RegisterPage, ResetPage, SignInPage, UnsubscribePage,
};
pub use status::StatusPage;
pub use thread::{MyThreadRow, MyThreadsPage, ThreadPage};
pub use timeline::{Row, Timeline};
pub use unread::{UnreadPage, UnreadRoom, unread_rooms};
pub use unread_letter::{UnreadLetterLine, UnreadLetterPage, UnreadLetterPart};
pub use upload::UploadPage;
pub(crate) use when::iso;
pub use why::WhyPage;

use std::sync::Arc;

use drawn_cache::DrawnCache;
use link_preview::DrawnLink;
use message::{Drawn, Line};
use proto::room::{Event, Fact, Following, Message, Previews, Shown, Thread};
use rust_embed::RustEmbed;
use serde::Serialize;
use tera::{Context, Tera};
use thread_line::DrawnThread;

use crate::catalogue::Language;
use crate::emoji::KnownEmoji;
use crate::installation::InstallationTitle;

#[derive(RustEmbed)]
#[folder = "../templates"]
struct Templates;

/// A whole page: what it shows, and the template that shows it.
pub trait Page: Serialize {
    /// The template below `templates/`.
    const TEMPLATE: &'static str;

    /// The messages it shows, which the template is given drawn, as `rows`.
    fn timeline(&self) -> Option<&Timeline> {
        None
    }
}

/// The renderer: all templates, loaded for each language. One per gateway, shared.
#[derive(Debug)]
pub struct Draw {
    by_language: [Tera; Language::ALL.len()],
    drawn: DrawnCache,
    installation: InstallationTitle,
    emoji: KnownEmoji,
}

/// A template is broken. Not the fault of anyone who looks at pages, and never seen once the tests have passed.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// A template does not parse, or names something that is not there.
    #[error("a template cannot be loaded: {0}")]
    Load(#[source] tera::Error),
    /// A template and what it was given do not fit.
    #[error("`{what}` cannot be drawn: {source}")]
    Render {
        /// The template or component.
        what: &'static str,
        /// Why.
        source: tera::Error,
    },
    /// A template is not UTF-8.
    #[error("the template `{0}` is not UTF-8")]
    Encoding(String),
}

impl Draw {
    /// Loads every template. `installation` is what the installation is called; `assets` is where the static files of
    /// this release are, without a slash at the end (`/static/1f2e3d4c5b6a`).
    ///
    /// # Errors
    /// A template is broken; nothing can be served then.
    pub fn new(installation: impl Into<InstallationTitle>, assets: &str) -> Result<Self, DrawError> {
        let mut sources = Vec::new();
        for path in Templates::iter() {
            let file = Templates::get(&path).unwrap_or_else(|| unreachable!("listed, so embedded"));
            let text = String::from_utf8(file.data.into_owned())
                .map_err(|_| DrawError::Encoding(path.clone().into_owned()))?;
            sources.push((path.into_owned(), text));
        }
        let load = |language: Language| {
            let mut tera = Tera::new();
            tera.autoescape_on([".html"]);
            tera.register_filter("address", address);
            tera.register_filter("json", json);
            words::register(&mut tera, language);
            keys::register(&mut tera, language);
            body_controls::register(&mut tera);
            custom_emoji::register(&mut tera, &KnownEmoji::none());
            tera.global_context().insert("static", assets);
            tera.add_raw_templates(sources.clone()).map_err(DrawError::Load)?;
            // Drawn once: it is a third of a page, and the same in all of them.
            let drawn = tera.render_component("ScriptTemplates", &Context::new(), None, true);
            let drawn = tera::Value::safe_string(&drawn.map_err(DrawError::Load)?);
            tera.global_context().insert_value("script_templates", drawn);
            Ok(tera)
        };
        let by_language = [load(Language::English)?, load(Language::German)?, load(Language::French)?];
        Ok(Self {
            by_language,
            drawn: DrawnCache::default(),
            installation: installation.into(),
            emoji: KnownEmoji::none(),
        })
    }

    /// The same, with the emoji that the installation has of its own.
    #[must_use]
    pub fn with_emoji(mut self, emoji: KnownEmoji) -> Self {
        for tera in &mut self.by_language {
            custom_emoji::register(tera, &emoji);
        }
        Self { emoji, ..self }
    }

    /// Draws a whole page, looking as usual.
    ///
    /// # Errors
    /// The template is broken.
    pub fn page<P: Page>(&self, page: &P) -> Result<String, DrawError> {
        self.page_in(page, Appearance::default())
    }

    /// Draws a whole page, looking as its browser wants it.
    ///
    /// # Errors
    /// The template is broken.
    pub fn page_in<P: Page>(&self, page: &P, appearance: Appearance) -> Result<String, DrawError> {
        let fail = |source| DrawError::Render { what: P::TEMPLATE, source };
        let mut context = Context::from_serialize(page).map_err(fail)?;
        context.insert("installation", &self.installation.get());
        context.insert("appearance", &appearance);
        if let Some(timeline) = page.timeline() {
            context.insert("rows", &self.rows(timeline, appearance.language)?);
            context.insert("begun", &self.root(timeline, appearance.language)?);
        }
        self.by_language[appearance.language as usize].render(P::TEMPLATE, &context).map_err(fail)
    }

    /// Draws one message, the same for everyone who reads this language: not grouped, times in UTC. `message.name` is the
    /// name drawn.
    ///
    /// # Errors
    /// The template is broken.
    pub fn message(&self, message: &Message, language: Language) -> Result<String, DrawError> {
        Ok(self.drawn(&Drawn::of(message, false), language)?.as_ref().to_owned())
    }

    /// Draws messages one after another, each as [`Draw::message`] does, and the lines between them: a `page` frame in the
    /// `html` form.
    ///
    /// # Errors
    /// The template is broken.
    pub fn messages(
        &self,
        messages: &[Message],
        lines: &[Event],
        following: &[Following],
        language: Language,
    ) -> Result<String, DrawError> {
        let mut drawn = String::new();
        let mut lines = lines.iter().peekable();
        for message in messages {
            while let Some(line) = lines.next_if(|line| line.seq < message.seq) {
                drawn.extend(self.event(line, language)?);
            }
            drawn += &self.drawn(&Drawn::of(message, false).followed(following), language)?;
        }
        for line in lines {
            drawn.extend(self.event(line, language)?);
        }
        Ok(drawn)
    }

    /// Draws the line under a message that a thread began with, for everyone.
    ///
    /// # Errors
    /// The template is broken.
    pub fn thread(&self, thread: &Thread, language: Language) -> Result<String, DrawError> {
        self.component("ThreadLine", "thread", &DrawnThread::of(thread), language)
    }

    /// Draws what a message shows of its links.
    fn link_previews(&self, previews: &Previews, language: Language) -> Result<String, DrawError> {
        let links: Vec<DrawnLink> = previews.links.iter().map(DrawnLink::of).collect();
        self.component("LinkPreviews", "links", &links, language)
    }

    /// Draws an event for those who are looking: a message, what it shows of its links, a quiet line, or nothing for what nobody sees. A
    /// `deleted` draws nothing either: the browser takes the message at its `target` away.
    ///
    /// # Errors
    /// The template is broken.
    pub fn event(&self, event: &Event, language: Language) -> Result<Option<String>, DrawError> {
        if let Fact::Previewed { previews, .. } = &event.fact {
            return self.link_previews(previews, language).map(Some);
        }
        match (event.fact.shown(), event.fact.message()) {
            (Shown::Message, Some(message)) => self.message(message, language).map(Some),
            (Shown::Line, _) => self.component("Line", "line", &Line::of(event), language).map(Some),
            (Shown::Message | Shown::Nothing, _) => Ok(None),
        }
    }

    /// A message as it is drawn, anew only if it was not lately.
    fn drawn(&self, message: &Drawn, language: Language) -> Result<Arc<str>, DrawError> {
        let with_emoji = message.with_emoji(&self.emoji.get());
        let message = with_emoji.as_ref().unwrap_or(message);
        if let Some(html) = self.drawn.get(message, language) {
            return Ok(html);
        }
        let html: Arc<str> = self.component("Message", "message", message, language)?.into();
        self.drawn.put(message.clone(), language, html.clone());
        Ok(html)
    }

    fn component(
        &self,
        what: &'static str,
        argument: &'static str,
        value: &impl Serialize,
        language: Language,
    ) -> Result<String, DrawError> {
        let mut context = Context::new();
        context.insert(argument, value);
        self.component_of(what, &context, language)
    }

    fn component_of(
        &self,
        what: &'static str,
        context: &Context,
        language: Language,
    ) -> Result<String, DrawError> {
        self.by_language[language as usize]
            .render_component(what, context, None, true)
            .map_err(|source| DrawError::Render { what, source })
    }
}

/// The filter `json`: a value for a script to read.
#[expect(clippy::needless_pass_by_value, reason = "the shape that Tera wants")]
fn json(value: tera::Value, _: tera::Kwargs, _: &tera::State<'_>) -> tera::TeraResult<String> {
    serde_json::to_string(&value).map_err(tera::Error::message)
}

/// The filter `address`: text as one value of an address's query.
fn address(text: &str, _: tera::Kwargs, _: &tera::State<'_>) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests;
