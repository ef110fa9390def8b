//! Why something is refused: a closed list, each with its arguments and with the code it travels under. A new one is a line
//! here and a message `refusal-…` of the same name in the catalogue; a test of the gateway words them all.

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;

use super::Code;
use crate::At;

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $({ $($argument:ident: $kind:ty),+ })? => $code:ident,)+) => {
        /// Why something is refused.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "why", rename_all = "snake_case")]
        #[allow(missing_docs, reason = "arguments say their name; limits are inclusive")]
        pub enum Reason {
            $($(#[$doc])* $name $({ $($argument: $kind),+ })?,)+
            /// One that this release does not know yet: the code has to do.
            #[serde(other)]
            Other,
        }

        impl Reason {
            /// The code it travels under.
            pub fn code(&self) -> Code {
                match self {
                    $(Self::$name { .. } => Code::$code,)+
                    Self::Other => Code::BadRequest,
                }
            }

            /// One of each, with empty arguments: for tests that must not miss any.
            pub fn examples() -> Vec<Self> {
                vec![$(Self::$name $({ $($argument: <$kind>::default()),+ })?,)+ Self::Other]
            }
        }
    };
}

reasons! {
    // Of anything.
    /// Nothing is there, or nothing for this person: the same answer on purpose.
    NotFound => NotFound,
    /// The nonce of the command names another one.
    NonceReused => NonceReused,
    /// What must answer is away.
    Unavailable => Unavailable,
    /// Too much waits already.
    Busy => Busy,
    /// A person, or an address, is too fast.
    TooFast => RateLimited,
    /// There is no session.
    SignInFirst => AuthRequired,
    /// The session has ended, or its person was deactivated.
    SessionEnded => Revoked,
    /// A request that no release of the gateway sends.
    Malformed => BadRequest,
    /// More was asked for in one query than one query may ask.
    TooManyAtOnce => BadRequest,
    /// The command was sent, and nobody said in time whether it was carried out.
    NotConfirmed => Unavailable,

    // Of text.
    /// It has control characters, or some that are invisible or turn the text around.
    InvisibleCharacters => BadRequest,
    /// A message without text.
    MessageEmpty => BadRequest,
    /// A message of too many KiB.
    MessageTooLong { max: usize } => TooLarge,
    /// A name without anything to see.
    NameMissing => BadRequest,
    /// More than so many characters.
    TooLong { max: usize } => BadRequest,
    /// More than so many combining marks on one letter.
    TooManyMarks { max: usize } => BadRequest,
    /// An `@` in a display name.
    NameHasAt => BadRequest,
    /// A reason that says nothing.
    ReasonMissing => BadRequest,
    /// The IANA database knows no such time zone.
    UnknownZone => BadRequest,
    /// Something that is no single emoji of the Unicode list.
    NotOneEmoji => BadRequest,
    /// A day on which no status can end: past, or further off than so many days.
    StatusDay { days: u64 } => BadRequest,
    /// Nothing that can be looked for in a message: no word, or a single letter.
    KeywordTooShort => BadRequest,
    /// So many keywords are there already.
    KeywordsFull { max: usize } => Limit,
    /// Hours that are none of a day, or on no day.
    QuietHours => BadRequest,
    /// An end of what is not to disturb that has passed, or is further off than so many days.
    QuietUntil { days: u64 } => BadRequest,
    /// Not the form of a username.
    UsernameForm { min: usize, max: usize } => BadRequest,
    /// Not the form of an address.
    EmailForm => BadRequest,
    /// Fewer than so many characters.
    PasswordTooShort { min: usize } => BadRequest,
    /// One of those everyone tries first.
    PasswordCommon => BadRequest,
    /// The person's own name or address, with little beside it.
    PasswordIsName => BadRequest,
    /// The name of the installation, with little beside it.
    PasswordIsInstallation => BadRequest,
    /// A few characters over and over again.
    PasswordRepeats => BadRequest,

    // Of accounts.
    /// The hashing of passwords has a long queue.
    SignInBusy => Busy,
    /// Too many wrong passwords: wait so many minutes.
    TooManyAttempts { minutes: u64 } => RateLimited,
    /// Wrong username or password: which of them, nobody is told.
    WrongCredentials => BadRequest,
    /// The current password is another one.
    WrongCurrentPassword => BadRequest,
    /// The new password is the current one.
    SamePassword => BadRequest,
    /// The username is in use.
    UsernameTaken => Taken,
    /// Not the form of the name of an emoji.
    EmojiNameForm { min: usize, max: usize } => BadRequest,
    /// Another emoji goes by this name.
    EmojiNameTaken => Taken,
    /// There are as many emoji as there may be.
    TooManyEmoji { max: usize } => Limit,
    /// The address is confirmed to be somebody else's: for admins alone.
    EmailTaken => Taken,
    /// The person has another address by now.
    EmailChanged => Taken,
    /// This installation sends no mail.
    NoMail => Forbidden,
    /// What cannot be undone needs the password once more.
    PasswordNeeded => Forbidden,
    /// The code with which the first account is claimed.
    WrongSetupCode => BadRequest,
    /// No one can create an account.
    SignUpClosed => Forbidden,
    /// An account needs an invite, and this is none, or none any more.
    InviteNeeded => Forbidden,
    /// So many people to an invite.
    InviteUses { min: usize, max: usize } => BadRequest,
    /// So many days to an invite.
    InviteDays { min: usize, max: usize } => BadRequest,
    /// The link was used, or is too old.
    ResetLinkExpired => NotFound,
    /// The link to confirm an address is too old, or for a former one.
    ConfirmationExpired => NotFound,
    /// Not a role of the organisation that can be given.
    UnknownOrgRole => BadRequest,
    /// For no person: the installation does this by itself.
    SystemOnly => Forbidden,
    /// For admins of the organisation alone.
    AdminsOnly => Forbidden,
    /// For owners of the organisation alone.
    OwnersOnly => Forbidden,
    /// An admin would change their own account.
    OwnAccount => Forbidden,
    /// The organisation would be without an owner.
    LastOwner => Limit,
    /// The person is deactivated.
    Deactivated => BadRequest,
    /// Nobody owns the installation yet: the first account has to be created first.
    NoOwnerYet => BadRequest,

    // Of rooms.
    /// The room is archived.
    Archived => Archived,
    /// The room exists already.
    RoomExists => BadRequest,
    /// Another room has the name.
    RoomNameTaken => Taken,
    /// The name looks like another room's: whoever means it asks once more.
    RoomNameAlike { other: String } => Taken,
    /// Guests of the organisation make no rooms.
    GuestsCannotCreate => Forbidden,
    /// The person has blocked whoever wants to reach them.
    Unreachable => Forbidden,
    /// So many people are blocked already.
    BlockedFull { max: usize } => Limit,
    /// In a direct conversation there is no such thing: nobody comes or goes, and it has no name.
    NotInDirect => Forbidden,
    /// More than so many others for a direct conversation.
    DirectTooMany { max: usize } => Limit,
    /// Somebody is not there, or not any more, or not for whoever wants to write to them.
    DirectNobody => NotFound,
    /// Only members may.
    JoinFirst => Forbidden,
    /// There is no such message.
    MessageMissing => NotFound,
    /// The message was deleted.
    MessageDeleted => NotFound,
    /// The words have been changed since those to replace them were begun.
    EditedMeanwhile => Outdated,
    /// A reaction that says nothing.
    ReactionMissing => BadRequest,
    /// No emoji of the Unicode list, and nothing to read.
    NoSuchEmoji => BadRequest,
    /// So many different reactions to one message.
    ReactionsFull { max: usize } => Limit,
    /// So many reactions of one person to one message.
    ReactionsOfOneFull { max: usize } => Limit,
    /// So many messages are in the list already.
    ListFull { list: String, max: usize } => Limit,
    /// So many messages are saved already.
    SavedFull { max: usize } => Limit,
    /// So many conversations are snoozed already.
    SnoozedFull { max: usize } => Limit,
    /// A section of the list of rooms that is called nothing.
    SectionNameMissing => BadRequest,
    /// So many sections are in the list already.
    SectionsFull { max: usize } => Limit,
    /// So many rooms stand in sections already.
    SectionRoomsFull { max: usize } => Limit,
    /// A reminder for a moment that has passed, or is years away.
    ReminderTime => BadRequest,
    /// One does not report oneself.
    OwnMessage => Forbidden,
    /// What to report it for is not chosen.
    ReportReasonMissing => BadRequest,
    /// One reports a message once.
    ReportedAlready => Taken,
    /// So many reports of one person that nobody has dealt with yet.
    ReportsFull { max: usize } => Limit,
    /// So many reports of one person within an hour.
    ReportsTooFast { max: usize } => RateLimited,
    /// Somebody else has dealt with it.
    ReportClosed => Outdated,
    /// The message it answers is not there.
    RepliedMessageMissing => NotFound,
    /// The message it answers was deleted.
    RepliedMessageDeleted => NotFound,
    /// A thread begins with what is said in the room alone.
    ThreadInThread => BadRequest,
    /// Only the author edits.
    AuthorOnly => Forbidden,
    /// Only the author and moderators delete.
    AuthorOrModeratorOnly => Forbidden,
    /// An admin acts on what is said in a private room without having looked into it.
    InspectFirst => Forbidden,
    /// Only moderators do this to members.
    ModeratorsOnly => Forbidden,
    /// Only owners of the room do this.
    RoomOwnersOnly => Forbidden,
    /// The person is not in the room.
    NotAMember => NotFound,
    /// The person is banned.
    Banned => Forbidden,
    /// They may say nothing in the room until then (RFC 3339).
    Muted { until: String } => Forbidden,
    /// In an announcement room only moderators post.
    AnnouncementsOnly => Forbidden,
    /// Only moderators call everyone here.
    BroadcastModeratorsOnly => Forbidden,
    /// So many people would be called: whoever means it sends it once more.
    BroadcastUnconfirmed { count: i64 } => BadRequest,
    /// What is said in a thread alone calls nobody but those it names.
    BroadcastInThread => BadRequest,
    /// In slow mode the next message has to wait so many seconds.
    SlowMode { seconds: u64 } => RateLimited,
    /// Not a number of minutes that something can last.
    UnknownDuration => BadRequest,
    /// One does not remove oneself: one leaves.
    RemoveYourself => Forbidden,
    /// The person has as much power or more.
    Outranked => Forbidden,
    /// Not a role of a room that can be given.
    UnknownRoomRole => BadRequest,
    /// One does not change one's own role.
    OwnRole => Forbidden,
    /// Owners stay owners.
    OwnersRole => Forbidden,
    /// The only owner would leave.
    LastRoomOwner => Forbidden,
    /// Someone else must own the room before its owner is taken out of it.
    RoomNeedsOwner => Forbidden,
    /// A search over too much.
    SearchTooWide => Limit,
    /// A search of more characters than that.
    SearchTooLong { max: usize } => BadRequest,
    /// A search for more words than that.
    SearchTooManyWords { max: usize } => BadRequest,
    /// More names after one operator than that.
    SearchTooManyNames { max: usize } => BadRequest,
    /// A search in which there is nothing to look for.
    SearchNoWord => BadRequest,
    /// An operator of a search with nothing after its colon.
    SearchValueMissing { operator: String } => BadRequest,
    /// What stands after `has:`, and is nothing a message has.
    SearchHasUnknown { value: String } => BadRequest,
    /// What stands after `is:`, and is nothing a message is.
    SearchIsUnknown { value: String } => BadRequest,
    /// A minus before an operator.
    SearchWithoutOperator { operator: String } => BadRequest,
    /// What stands where a date should.
    SearchNoDate { date: String } => BadRequest,
    /// No room that one may read has this name.
    SearchNoRoom { name: String } => NotFound,
    /// As many search at once as there may.
    SearchBusy => Busy,
    /// The search was given up because it took too long.
    SearchTooSlow => Limit,

    // Of files.
    /// There is no place to keep them.
    NoFiles => Limit,
    /// A file that was posted already, that was never uploaded whole, or somebody else's: the same answer on purpose.
    FileMissing => NotFound,
    /// More than so many files in one message.
    TooManyFiles { max: usize } => Limit,
    /// A file without a byte.
    FileEmpty => BadRequest,
    /// A file of more than so many MiB.
    FileTooLarge { max: u64 } => TooLarge,
    /// An admin has denied files that are called so, or are of this type.
    FileTypeDenied { what: String } => BadRequest,
    /// Neither the ending of a name nor the type of a file.
    NoFileType { what: String } => BadRequest,
    /// More kinds of files than can be denied.
    TooManyFileTypes { max: usize } => BadRequest,
    /// What was sent to be shown as a picture is none that can be.
    NotAPicture => BadRequest,
    /// The files of one person have as many MiB as they may.
    FilesOfOneFull { max: u64 } => Limit,
    /// The files of everyone have as much room as there is.
    FilesFull => Limit,
    /// So many uploads of one person that they have not posted.
    TooManyUploads { max: usize } => Limit,
    /// Another request sends the same file at this moment.
    UploadUnderWay => Outdated,
    /// The upload goes on somewhere else than where the request begins.
    UploadElsewhere => Outdated,
    /// The bytes are not those that were announced: fewer, more or others.
    UploadDiffers => BadRequest,

    // Of forms, pages and sockets: the gateway's own.
    /// Several fields are wrong; each says what beside it.
    FormInvalid => BadRequest,
    /// A form without its nonce.
    FormIncomplete => BadRequest,
    /// A form from a page that was drawn for somebody else than who is signed in now.
    OtherPerson => Forbidden,
    /// A request for another host than the installation's own address.
    ForeignHost { address: String } => Forbidden,
    /// A form from another site.
    ForeignForm => Forbidden,
    /// The request cannot be read.
    Unreadable => BadRequest,
    /// The rest of a request did not come in time.
    RequestSlow => BadRequest,
    /// One address holds as many connections as it may.
    TooManyConnections => RateLimited,
    /// No such method at this address.
    WrongMethod => BadRequest,
    /// More than so many KiB in a request.
    RequestTooLarge { max: usize } => TooLarge,
    /// A fault of ours.
    Broken => Unavailable,
    /// No one has this username.
    UsernameUnknown => NotFound,
    /// No one of several has this username.
    PersonUnknown { name: String } => NotFound,
    /// More than so many people at once.
    PeopleTooMany { max: usize } => BadRequest,
    /// A field that must be filled in.
    LoginMissing => BadRequest,
    /// A field that must be filled in.
    PasswordMissing => BadRequest,
    /// A field that must be filled in.
    CurrentPasswordMissing => BadRequest,
    /// A field that must be filled in.
    SetupCodeMissing => BadRequest,
    /// The password was typed differently the second time.
    PasswordsDiffer => BadRequest,
    /// Not a number.
    NotANumber => BadRequest,
    /// Not a day.
    NotADay => BadRequest,
    /// Not one of the choices.
    UnknownSignUp => BadRequest,
    /// Not the name of the room that would be deleted.
    NotTheRoomName => BadRequest,
    /// The operator named no contact.
    NoSecurityContact => NotFound,
    /// The invite was used up, revoked or is too old.
    InviteExpired => NotFound,
    /// A socket opened by a page of another site.
    ForeignSocket => Forbidden,
    /// A person, or one of their browsers, has so many sockets open already.
    TooManySockets { max: usize } => RateLimited,
    /// So many rooms are open in one socket already.
    TooManyRoomsOpen { max: usize } => Limit,
    /// A socket without a protocol that is spoken here.
    UnknownProtocol => BadRequest,
    /// A frame before `hello`.
    HelloFirst => BadRequest,
    /// A second `hello`.
    HelloTwice => BadRequest,
    /// More than so many rooms in `hello`.
    HelloRooms { max: usize } => BadRequest,
    /// A frame this protocol does not have.
    UnknownRequest => BadRequest,
    /// A binary frame.
    BinaryFrame => BadRequest,
    /// A page before, after and around at once.
    PageParts => BadRequest,
}

impl Reason {
    /// They may say nothing until then.
    pub fn muted(until: At) -> Self {
        Self::Muted { until: until.format(&Rfc3339).unwrap_or_default() }
    }
}
