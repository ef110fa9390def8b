# Hubbub in English, as a native product writer puts it: short, active, usual words, one term for one thing.
# Another language is another file beside this one with the same messages. `$installation` is what the operator called it.

language-name = English

## Times

# What is long ago is a date: see `date`.
ago = { $unit ->
    [minutes] { $count ->
        [one] { $count } minute ago
       *[other] { $count } minutes ago
    }
    [hours] { $count ->
        [one] { $count } hour ago
       *[other] { $count } hours ago
    }
    [days] { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
   *[now] just now
}
date = { DATE($at) }
date-weekday = { DATE($at, style: "weekday") }
clock = { TIME($at) }
moment = { DATE($at) }, { TIME($at) } UTC

## Everywhere

add = Add
all-people = All people
all-rooms = All rooms
all-my-rooms = All your rooms
back-to-room = Back to { $room }
browse-rooms = Browse rooms
cancel = Cancel
clear-search = Clear search
close = Close
copied = Copied
copy = Copy
copy-link = Copy link
create-account = Create account
create-room = Create room
create-room-anyway = Create room anyway
date-from = From
date-to = To
delete = Delete
edit = Edit
email = Email
invites = Invites
latest-messages = Latest messages
leave-room = Leave room
manage = Manage
manage-person = Manage { $name }
members = Members
members-count = { $count ->
    [one] { $count } member
   *[other] { $count } members
}
messages = Messages
messages-count = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
my-rooms = My rooms
name = Name
new-room = New room
newest = Newest
older-messages = Older messages
optional = optional
pages = Pages
password = Password
password-hint = { $count ->
    [one] At least { $count } character.
   *[other] At least { $count } characters.
}
password-hide = Hide
password-show = Show
password-words = A few random words work well.
people = People
previous = Previous
refresh = Refresh
remove = Remove
rename = Rename
rename-anyway = Rename anyway
role = Role
role-name = { $role ->
    [owner] Owner
    [admin] Admin
    [moderator] Moderator
    [guest] Guest
   *[member] Member
}
room = Room
room-active = active { $when }
rooms = Rooms
save = Save
search = Search
send = Send
settings = Settings
sign-in = Sign in
sign-out = Sign out
skip-to-content = Skip to content
someone = Someone
someone-inside = someone
topic = Topic
try-again = Try again
username = Username
device-unknown = Unknown browser
you = You

## Signed out

sign-in-heading = Welcome back
sign-in-lead = Sign in to { $installation }.
sign-in-login = Username or email
sign-in-no-account = New here?
sign-in-closed = Forgot your password, or need an account? Ask whoever runs { $installation }.
sign-in-closed-mail = Need an account? Ask whoever runs { $installation }.
sign-in-password-set = Your password is saved. Sign in with it.
sign-in-session-ended = Your session has ended. Sign in again to continue.
sign-in-message-unsent = Your session has ended, so your message was not sent. Copy it, sign in and send it again.
typed-label = Your text

register-heading = Create your account
register-lead = Join { $installation }.
register-lead-invited = { $name } invited you to { $installation }.
register-lead-invited-room = { $name } invited you to { $room } on { $installation }.
register-code = Setup code
register-code-hint = It was printed where Hubbub was started.
register-username-hint = Lowercase letters and numbers. You sign in with it.
register-email-hint = Only admins can see it.
register-display-name = Display name
register-display-name-hint = What others see. If empty, your username is used.
register-have-account = Already have an account?

proof-heading = Confirm your password
proof-lead = This can’t be undone, so enter your password to continue. You won’t be asked again for 30 minutes.
proof-continue = Continue

reset-heading = Choose a new password
reset-lead = For { $name } on { $installation }. You will be signed out everywhere.
reset-save = Save password

owner-heading = Let’s set up your chat
owner-lead = You’re the first one here, so you’ll be the owner. It takes a minute, and everything can be changed later.
owner-name = Name of your team or community
owner-name-hint = Shown on the sign-in page and in invitations.
owner-display-name = Your name
owner-create = Create owner account
owner-server = Hubbub runs on your own server, under your control.

setup-title = Set up { $installation }
setup-heading = { $installation } is ready
setup-lead = You can skip any of these and find them later in Admin.
setup-name = Name
setup-name-about = Shown on the sign-in page, in invitations and on phones.
setup-saved = Saved
setup-invite = Invite people
setup-invite-about = { $count ->
    [one] Create a link that { $count } person can join with.
   *[other] Create a link that up to { $count } people can join with.
}
setup-invite-link = { $count ->
    [one] { $count } person can join with this link until { $date }.
   *[other] Up to { $count } people can join with this link until { $date }.
}
setup-invite-change = Change
setup-rooms = Start with a room
setup-rooms-about = Everyone who joins finds it in the list of rooms.
setup-demo = Look at a demo
setup-demo-about = A room with a few messages that show what you can do. Delete it whenever you like.
setup-demo-add = Add demo room
setup-demo-added = Demo room added
setup-open = Open { $installation }
setup-skip = Skip for now

demo-name = Demo
demo-topic = Try things out here
demo-hello = This room shows what you can do with messages. Try everything here; delete the room when you’re done.
demo-text = Write **bold**, *italic*, ~~crossed out~~ and `code`, and paste links such as https://example.org.
demo-code =
    Code keeps its shape between two lines of three backticks:

    ```
    for boat in harbour:
        boat.moor()
    ```
demo-quote =
    > Begin a line with > to quote someone.

    Answer below it.
demo-mention = Mention someone with @ and their username. They’re told, even in a room they aren’t reading: hello @{ $username }
demo-tools = Point at a message to copy its link, pin, edit or delete it. On a phone, tap it.

welcome-heading = Welcome to { $installation }, { $name }
welcome-greeted-by = A greeting from { $name }, who invited you
welcome-invited-by = { $name } invited you
welcome-write-greeting = Write a greeting for everyone who joins
welcome-step = { $step ->
    [hello] Say hello
    [name] Add your name
   *[rooms] Browse rooms
}
welcome-done = (done)
welcome-hello-about = { $count ->
    [one] One line is enough. You’re the first one in this room.
   *[other] One line is enough. { $count } people are in this room.
}
welcome-name-about = So people know who is talking to them.
welcome-rooms-about = See what people talk about, and join in.
welcome-write = Write
welcome-edit-name = Edit name
welcome-browse = Browse
welcome-hide = Hide these steps

forgot-heading = Forgot password?
forgot-text = Ask an admin for a reset link. You choose a new password with it; your messages and rooms stay as they are.
forgot-again = Get a new link
forgot-lead = Enter your username or email address. If your address is confirmed, we’ll send you a link to choose a new password.
forgot-send = Send link
forgot-sent-heading = Check your email
forgot-sent = If there is such an account and its email address is confirmed, a link is on its way. It works once, for 30 minutes.
forgot-sent-else = Nothing there after a few minutes? Look in your spam folder, or ask an admin for a link.

confirm-heading = Confirm your email address
confirm-lead = Does this address belong to the account { $username } on { $installation }? If you don’t know that account, close this page.
confirm-do = Confirm address
confirm-done-heading = Your address is confirmed
confirm-done = It belongs to { $username }. You can sign in to { $installation } with it, and have a link sent there if you forget your password.
dead-confirm-text = Sign in and have a new link sent from your settings.

closed-kind-account = Registration
closed-kind-reset = Password
closed-heading = Registration is closed
closed-text = No one can create an account at the moment. If you know someone who runs this site, ask them for one.
closed-invite-heading = Invitation only
closed-invite-text = You need an invite to create an account. If someone sent you one, open the link in their message.
dead-invite-kind = Invitation
dead-invite-heading = { $state ->
    [used] This invite has been used
    [revoked] This invite was revoked
    [expired] This invite has expired
   *[unknown] Invite not found
}
dead-invite-text = { $state ->
    [used] Everyone it was for has joined. Ask { $name }, who invited you to { $installation }, for a new link.
    [revoked] It no longer works. Ask { $name }, who invited you to { $installation }, for a new link.
   *[expired] It was valid until { $date }. Ask { $name }, who invited you to { $installation }, for a new link.
}
dead-invite-unknown = The link may be incomplete. Copy all of it, or ask whoever sent it for a new one.
dead-invite-account = Already have an account? You don’t need an invite.
closed-create-anyway = Create an account without an invite
dead-reset-heading = { $state ->
    [used] This link has been used
    [expired] This link has expired
   *[unknown] Link not found
}
dead-reset-text = { $state ->
    [used] A reset link works once. Sign in with the password you chose, or get a new link.
    [expired] Reset links only work for a while.
   *[unknown] The link may be incomplete, or you were sent a newer one since. Copy all of it, or get a new one.
}

## Emails

mail-hello = Hello { $name },
mail-about = { $installation } at { $address } sent this email automatically.
mail-reset-subject = Reset your password for { $installation }
mail-reset-text = Someone asked for a link to choose a new password for your account on { $installation }. It works once, for 30 minutes.
mail-reset-else = If it wasn’t you, ignore this email. Your password stays as it is.
mail-confirm-subject = Confirm your email address for { $installation }
mail-confirm-text = This address was entered for the account { $username } on { $installation }. Confirm that it’s yours. The link works for a day.
mail-confirm-else = If you don’t know that account, ignore this email.
mail-hello-anyone = Hello,
mail-device-subject = New sign-in to { $installation }
mail-device-text = Someone signed in to your account { $username } on { $installation } from a browser or network that hasn’t been used for it before: { $device }, { $moment }. If it was you, there’s nothing to do.
mail-device-button = See your sessions
mail-device-else = If it wasn’t you, change your password. That signs out everyone else.
mail-invite-subject = Invitation to { $installation }
mail-invite-else = If you weren’t expecting this, ignore this email.
mail-unread-subject = Unread messages on { $installation }
mail-unread-subject-room = Unread messages in { $room }
mail-unread-subject-direct = Unread messages from { $name }
mail-unread-text = { $count ->
    [one] One message on { $installation } waits for you to read it.
   *[other] { $count } messages on { $installation } wait for you to read them.
}
mail-unread-more = { $count ->
    [one] … and one more
   *[other] … and { $count } more
}
mail-unread-why = { $pace ->
    [minutes] You get this email because you chose to be emailed about messages that you haven’t read after 10 minutes.
    [hour] You get this email because you chose to be emailed about messages that you haven’t read after an hour.
   *[daily] You get this email because you chose to be emailed once a day about messages that you haven’t read.
}
mail-unread-settings = Choose when you get it
mail-unread-stop = Stop these emails
unsubscribe-heading = Stop emails about unread messages?
unsubscribe-lead = { $installation } will not email you about unread messages any more. Everything else stays as it is.
unsubscribe-done-heading = No more emails about unread messages
unsubscribe-done = You can turn them on again in { $installation }, in your notification settings.
dead-unsubscribe-text = The link may be incomplete. You can also stop these emails in your notification settings.

## The list of rooms

home-link = { $installation }, home
home = Home
room-list-empty = You haven’t joined a room yet. Browse rooms or create one.
room-list-empty-guest = You haven’t been added to a room yet.
admin = Admin
unread-count = unread
mention-count = mentions of you
settings-of = Settings for

## Home and rooms

jump-to = Jump to…
jump-hint = Jump to a room or person
jump-results = Results
jump-none = Nothing matches. Try another part of the name.
jump-commands = Commands
jump-key-enter = Enter
jump-key-escape = Esc
jump-key-jump = Ctrl K
jump-key-move = to move
jump-key-open = to open
jump-key-close = to close

home-heading = Welcome back, { $name }
home-mentioned = You were mentioned
home-waiting = { $rooms ->
    [one] { $rooms } conversation has new messages.
   *[other] { $rooms } conversations have new messages.
}
home-waiting-mentions = { $mentions ->
    [one] { $mentions } mention
   *[other] { $mentions } mentions
}, { $rooms ->
    [one] { $rooms } conversation with new messages.
   *[other] { $rooms } conversations with new messages.
}
home-read = You’re all caught up.
home-read-about = Nothing is waiting for you. New messages will appear here.
home-mentions = Mentions
home-unread = Unread
home-drafts = Drafts
home-recent = Recent
home-lately = Recently active
home-aside = People and rooms
home-in-room = in { $room }
home-author = { $name }:
home-you = You:
home-new = { $count } new
home-show-all = Show all { $count }

browse-lead = Open to everyone in { $installation }. Look inside before you join.
browse-lead-guest = As a guest, you see the rooms you’re added to.
browse-name-hint = Any language, up to 80 characters. You can rename it later.
browse-kind = Who can find it
browse-find = Find a room
browse-find-hint = Search by name or topic
browse-sort = Sort
browse-order = { $order ->
    [name] Name
    [members] Members
    [newest] Newest
   *[active] Recently active
}
browse-which = Which rooms
browse-show = { $show ->
    [joined] Joined
    [others] Not joined
   *[public] All
}
browse-active = Last activity
browse-none-found = No rooms match your search.
browse-none = There are no public rooms yet. Create the first one.
browse-none-other = You’ve joined every room there is.
browse-more = More rooms
browse-join = Join
browse-join-room = Join { $room }
browse-joined = Joined

new-room-topic-hint = What is this room for?
new-room-kind = { $kind ->
    [private] Only people you add
   *[public] Everyone in { $installation }
}
new-room-kind-note = { $kind ->
    [private] Hidden from everyone else, including search
   *[public] Anyone can find it, look inside and join
}
new-room-people = Add people
new-room-people-hint = Usernames, separated by commas.

## Keys

keys = Keyboard shortcuts
keys-show = Show keyboard shortcuts
keys-lead = On a Mac, ⌘ works like Ctrl.
keys-letters = Use single-letter shortcuts in this browser
key-place = { $place ->
    [anywhere] Anywhere
    [room] In a room
    [page] While you’re not typing
    [inbox] In your inbox
    [message] On a message
    [inside] On a link or button in a message
   *[writing] While writing
}
key-name = { $part ->
    [Mod] Ctrl
    [ArrowUp] ↑
    [ArrowDown] ↓
    [Enter] { jump-key-enter }
    [Escape] { jump-key-escape }
    [Delete] Delete
    [Shift] Shift
    [Home] Home
    [End] End
   *[other] { $part }
}
key-does = { $command ->
    [search] Search messages
    [jump] Jump to a room, person or command
    [room-previous] Previous room
    [room-next] Next room
    [unread-previous] Previous unread room
    [unread-next] Next unread room
    [region-next] Next part of the page
    [region-previous] Previous part of the page
    [keys] Show this list
    [mark-read] Mark the room as read
    [message-next] Next message
    [message-previous] Previous message
    [message-first] First message shown
    [message-last] Last message shown
    [message-enter] Go to the first link in the message
    [message-leave] Back to writing
    [message-back] Back to the message
    [reply] Reply
    [thread] Open the thread
    [react] Add a reaction
    [edit] Edit
    [delete] Delete
    [unread] Mark unread from here
    [link] Copy link
    [inbox-next] Next
    [inbox-previous] Previous
    [inbox-open] Open
    [inbox-reply] Reply
    [inbox-done] Done
    [inbox-save] Save
    [inbox-snooze] Snooze
    [inbox-undo] Undo
    [send] Send
    [line] New line
    [edit-last] Edit your last message
    [bold] Bold
    [italic] Italic
    [strike] Strikethrough
    [link-words] Link the selected words
    [code] Code
   *[other] –
}

## Inbox

inbox = Inbox
inbox-count = waiting
inbox-tab = { $show ->
    [all] All
    [mentioned] Mentions
    [direct] Direct
    [thread] Threads
    [keyword] Keywords
    [everything] Rooms
    [snoozed] Snoozed
   *[done] Done
}
inbox-row = { $why ->
    [mentioned] { $count ->
        [one] { $name } mentioned you in { $room }
       *[other] { $name } mentioned you in { $room }, with { $count } for you
    }
    [thread] { $count ->
        [one] { $name } replied in a thread you follow in { $room }
       *[other] { $count } new replies in a thread you follow in { $room }, last from { $name }
    }
    [keyword] { $name } used your keyword { $keyword } in { $room }
   *[everything] { $count ->
        [one] { $name } sent a message in { $room }
       *[other] { $count } new messages in { $room }, last from { $name }
    }
}
inbox-row-direct = { $why ->
    [mentioned] { $name } mentioned you in a direct message
    [thread] { $count ->
        [one] { $name } replied in a thread you follow
       *[other] { $count } new replies in a thread you follow, last from { $name }
    }
    [keyword] { $name } used your keyword { $keyword }
   *[direct] { $count ->
        [one] { $name } sent you a message
       *[other] { $name } sent you { $count } messages
    }
}
inbox-done = Done
inbox-was-done = Done. It comes back if something new is said.
inbox-undo = Undo
inbox-back = Move to inbox
inbox-all-done = Mark all as done
inbox-none = { $show ->
    [snoozed] Nothing is snoozed.
   *[done] Nothing you’ve marked as done is still unread.
}
inbox-snooze = Snooze
inbox-until = Snoozed until
inbox-why = Why is this here?
inbox-reply-to = Reply to { $name } in { $room }
inbox-reply-to-direct = Reply to { $name }
inbox-said = Reply sent. The conversation is done.
inbox-said-way = Open it

## Saved messages

saved = Saved
saved-lead = Messages you saved. Only you see this list.
saved-none = Nothing saved yet. Save a message to find it here.
saved-title = Save a message in { $room }
saved-heading = Save this message
saved-heading-saved = Saved message
saved-remind = Remind me
saved-when = { $when ->
    [never] No reminder
    [hour] In an hour
    [tomorrow] Tomorrow at 9:00
    [week] Next week
   *[date] On a date
}
saved-when-kept = As set: { $at }
saved-date = Date and time
saved-utc = Without JavaScript, times are in UTC.
saved-remove = Remove
saved-done = Done
saved-due = Reminder:
saved-due-count = due
saved-remind-me = Remind me
saved-more = Show more

## Search

search-label = Search messages
search-here = Search in this conversation
search-for = Search messages for { $words }
search-help = Search tips
search-operator = { $operator ->
    [words] jetty Thursday
    [phrase] "the jetty is booked"
    [without] -rain
    [from] from:rosa
    [in] in:general
    [has] has:file
    [is] is:saved
   *[date] after:2026-11-01
}
search-operator-about = { $operator ->
    [words] All of these words, or words that begin with them
    [phrase] These words in a row
    [without] Messages without this word
    [from] Written by someone; from:me for your own
    [in] In a room
    [has] With a file, or has:link, has:image, has:reaction, has:thread
    [is] Saved by you, or is:pinned, is:mine, is:unread, is:thread
   *[date] After a day, or before:, on:, during:2026-11
}
search-add = Add
search-filter = { $operator ->
    [from] person
    [in] room
    [has] link, file, image
    [is] saved, unread
   *[date] date
}
search-scope = Where to search
search-scope-name = { $scope ->
    [direct] Direct messages
   *[everywhere] Everywhere
}
search-in = In { $room }
search-order = Order
search-order-name = { $order ->
    [relevance] Relevance
   *[newest] Newest
}
search-direct = in your conversation with { $name }
search-in-thread = in a thread in { $room }
search-context = Show context
search-context-hide = Hide context
search-context-of = of the message from { $name }
search-none = Nothing found. Try fewer or shorter words, or search everywhere.
search-begin = Find anything said in the rooms and conversations you can read.
search-first = Back to the start
search-more = More messages
search-beside = People, rooms and files
search-files = Files
search-back = Back to the search results

## All that is unread

unread-all = All unread
unread-lead = A message counts as read once you’ve seen it.
unread-read-all = Read it all on one page
unread-since = { $count ->
    [one] { $count } new message since { $time }
   *[other] { $count } new messages since { $time }
}
unread-mark = Mark as read
unread-more = { $count ->
    [one] { $count } more message
   *[other] { $count } more messages
}
unread-news = More has come in. Show it
date-jump = Jump to a date
date-go = Go

## A room

room-people = Who’s here, and room details
room-no-script = Turn on JavaScript for live updates.
room-mark-read = Mark all as read
room-start = This is the start of { $room }
room-start-messages = Messages start below.
room-start-member = Write the first message.
room-start-visitor = No messages yet. Join to write the first one.
room-start-archived = No messages were written here.
room-start-topic = Say what it’s for
room-start-people = Add people
room-jump = Jump to latest
room-write = Message { $room }
room-write-hello = Say hello to { $room }
room-preview = You’re previewing this room. Join to post and get updates.
room-join = Join room
room-announced = Only moderators can post here. You can react and reply in threads.
room-announcements = Only moderators post here.
slow-mode = Slow mode: { $time } between messages.
slow-wait = { $count ->
    [one] You can post again in { $count } second
   *[other] You can post again in { $count } seconds
}
slow-wait-live = You can post again in { $time }
# A pause between two messages, in seconds; 0: none.
pause = { $seconds ->
    [0] Off
    [60] 1 minute
    [300] 5 minutes
    [900] 15 minutes
    [3600] 1 hour
   *[other] { $seconds } seconds
}
room-muted = A moderator muted you in this room until { $until }. You can still read.
room-muted-why = See reason
room-archived = This room is archived. You can read it, but no one can post.
room-details = Room details
room-here = Here now
room-here-none = No one here

## Threads

thread = Thread
thread-title = Thread in { $room }
thread-replies = { $count ->
    [one] { $count } reply
   *[other] { $count } replies
}
thread-last = last { $time }
thread-empty = No replies yet
thread-follow = Follow
thread-unfollow = Unfollow
thread-also = Also send to { $room }
thread-write = Reply in thread
threads = Threads
threads-lead = Threads you follow that have new replies.
threads-none = No new replies in the threads you follow.

## Messages

# Files: of a message, and the page to send them from.
files = Files
files-title = Files in { $room }
files-name = Search by name
files-kind = Kind
files-of-kind = { $kind ->
    [picture] Pictures
    [video] Videos
    [audio] Audio
    [other] Documents and others
   *[all] All kinds
}
files-by = Sent by
files-by-anyone = Anyone
files-from = From
files-to = To
files-message = Go to message
files-copy-link = Copy link
files-none = No files have been sent here yet.
files-none-found = No files match.
files-all = Show all files
files-own = You use { $used } of { $max }. Files you have uploaded and not sent count too.
files-most = of { $max }
files-store = Kept files
files-unposted = { $count ->
    [one] { $count } upload that isn’t sent
   *[other] { $count } uploads that aren’t sent
}
files-unposted-about = { $size }. Each is removed { $hours } hours after it began.
files-unwanted = { $count ->
    [one] { $count } file about to be removed
   *[other] { $count } files about to be removed
}
files-unwanted-about = From deleted messages and uploads that weren’t sent.
files-orphans = { $count ->
    [one] { $count } unknown file in the store
   *[other] { $count } unknown files in the store
}
files-orphans-about = Found by this gateway when it last went through the store, and removed if it finds them again six hours later.
upload-title = Send files to { $room }
upload-heading = Send files
upload-lead = In { $room }. You can send up to { $max } files at once.
upload-words = Message (optional)
upload-files = Files
upload-back = Back to the conversation
attach-files = Attach files
upload-chosen = Files of this message
upload-move-keys = The up and down arrow keys move a file.
upload-describe = Describe this picture
upload-choose = Choose again
upload-progress = Uploaded
upload-drop = Drop files to add them to your message
upload-camera = Take a photo
upload-choose-files = Choose files
file-download = Download
file-keeps-metadata = Camera details kept
file-size = { $unit ->
    [gb] { $amount } GB
    [mb] { $amount } MB
    [kb] { $amount } KB
   *[byte] { $amount } B
}
sent-files = { $count ->
    [one] Sent a file
   *[other] Sent { $count } files
}

# The picture over the page, and pictures that move.
picture-play = Play { $name }
lightbox-count = { $place } of { $all }
lightbox-play = Play
lightbox-zoom = Actual size
lightbox-message = Go to message
lightbox-original = Open original
lightbox-previous = Previous picture
lightbox-next = Next picture

message-deleted = This message was deleted.
message-edited = (edited { $time })
message-actions = Message actions
message-action = { $action ->
    [thread] Thread
    [reply] Reply
    [edit] { edit }
    [delete] { delete }
    [pin] Pin
    [unpin] Unpin
    [remove_previews] Remove link previews
    [react] Add a reaction
    [save] Save
    [unsave] Remove from saved
    [report] Report
    [why] Why was I (not) notified?
   *[unread] Mark unread
}
message-more = More actions
message-new = New
message-links = Links
message-show-more = Show more
# Of a box in a list of tasks.
message-tick = { $done ->
    [yes] Untick: { $task }
   *[no] Tick: { $task }
}
blocked-message = Message from somebody you blocked
blocked-show = Show
blocked-hide = Hide
message-spoiler = Hidden text
code-wrap = Wrap lines
# What calls more than one person: offered after an @, and said before it is sent.
broadcast-offer = { $word ->
    [room] Everyone in this room
   *[here] Everyone who’s here now
}
broadcast-says = { $word ->
    [room] This notifies { $count } people.
   *[here] This notifies those who are here, of { $count } people.
}
broadcast-send = { $word ->
    [room] Send to { $count }
   *[here] Send to up to { $count }
}
# What is typed after a slash.
slash-help = You can type /me, /msg, /invite, /mute (this room, for you), /mute @person 10m reason (for moderators), /unmute, /topic, /status, /leave, /shrug and /help. To begin a message with a slash, type two: //
slash-unknown = There’s no command /{ $name }. To begin a message with a slash, type two: //
slash-needs-words = Type some words after /{ $name }.
slash-mute = Type /mute to mute this room for yourself, or name a person to mute them: /mute @person 10m reason
slash-not-in-thread = This works in the room, not in a thread. To begin a message with a slash, type two: //
slash-about = { $command ->
    [me] Say what you’re doing
    [msg] Write to someone directly
    [invite] Add someone to this room
    [mute] Mute this room, or @person 10m
    [unmute] Unmute this room, or @person
    [topic] Change the topic
    [status] Set your status, /status clear to clear it
    [leave] Leave this room
    [shrug] Shrug
   *[help] Show what you can type
}
emoji = Suggestions
# Behind whoever said what a message links to.
linked-where = in { $room }
message-sending = Sending…
message-retry = Retry
message-discard = Discard
message-log = New messages
reactions = Reactions
reactions-title = Reactions in { $room }
reactions-none = Nobody has reacted to this message.
reactors-you = You
reactors-and = { $names } and { $last }
reactors-others = { $count ->
    [one] { $count } other
   *[other] { $count } others
}
reactors-with = reacted with { $reaction }
react-title = React to a message in { $room }
react-mine = Your reactions
react-remove = Remove
react-choose = Choose an emoji
react-word = Or any emoji or word, up to 16 characters
react-add = Add
picker-search = Search emoji or type a word
picker-tone = Change skin tone
picker-groups = Kinds of emoji
admin-emoji = Emoji
emoji-heading = Custom emoji
emoji-lead = Type their name between two colons in a message, or choose them as a reaction.
emoji-add = Add emoji
emoji-name-hint = Letters a to z, digits, _, + and -, like party_cat.
emoji-picture = Picture
emoji-picture-hint = PNG, WebP, GIF or JPEG, up to 1 MB. It doesn’t move.
emoji-all = { $count ->
    [0] No custom emoji
    [one] { $count } custom emoji
   *[other] { $count } custom emoji
}
emoji-by = added by { $name }
emoji-remove = Remove
emoji-remove-one = Remove :{ $name }:
emoji-none = None yet.
emoji-members = Who can add emoji
emoji-members-no = Only admins
emoji-members-yes = Admins and members
emoji-did-add = Emoji added.
emoji-did-remove = Emoji removed. Where it was used, its name is shown.
emoji-did-members = Saved. It applies from now on.
picker-group = { $group ->
    [recent] Recent
    [custom] Custom
    [smileys] Smileys
    [people] People
    [nature] Animals and nature
    [food] Food and drink
    [travel] Travel and places
    [activities] Activities
    [objects] Objects
    [symbols] Symbols
   *[flags] Flags
}
delete-heading = Delete this message?
delete-about = The text is removed for everyone; a note stays.
delete-title = Delete a message in { $room }
delete-lead = In { $room }. The text is removed for everyone; a note stays.
edit-heading = Edit your message
edit-label = Your message
edit-remove-files = Remove these files:
edit-says-now = It now says:
edit-use-words = Use this text
edit-title = Edit a message in { $room }
edit-lead = In { $room }. Everyone there sees the new text, and that it was edited.
back-to-message = Back to the message

## What an edited message said before

edits = Edit history
edits-title = Edit history in { $room }
edits-lead = In { $room }. Only members can see this.
edits-now = Current version
edits-no-words = No text
edits-none = No earlier versions of this message are kept.
edits-older = Older versions
edits-erase = Erase earlier versions

## The order of the sidebar

arrange = Arrange your rooms
arrange-lead = This is your own order, on all your devices.
arrange-sort = Sort rooms
arrange-by = { $sort ->
    [activity] By activity, the latest first
    [hand] By hand: drag rooms in the sidebar, or move them here
   *[name] By name
}
arrange-part = { $part ->
    [starred] Starred
   *[rooms] Rooms
}
sections = Sections
sections-about = Group rooms under headings of your own. Only you see them.
section-new = New section
section-add = Add section
section-name = Section name
section-remove = Remove { $name }
section-of = Section for { $room }
section-move = Move
arrange-up = Move { $room } up
arrange-down = Move { $room } down

## Formatting and preview

format = Formatting
format-name = { $what ->
    [bold] Bold
    [italic] Italic
    [strike] Strikethrough
    [link-words] Link
    [quote] Quote
    [list] List
    [code] Code
   *[spoiler] Spoiler
}
preview = Preview
preview-title = Preview in { $room }
preview-lead = In { $room }. No one else sees this yet.
preview-of-command = This is a command, not a message, so there’s nothing to preview.
preview-unreachable = Can’t show a preview right now. Your text is safe.
reply-to = In reply to
reply-edited = (edited)
reply-cancel = Don’t reply to this message
reply-return = Back to where you were
reply-heading = Reply to this message
reply-title = Reply in { $room }
reply-lead = In { $room }. Your reply shows which message it answers.
reply-label = Your reply

# What happened in a room, between messages. Names are bold.
line = { $what ->
    [left] { $actor } left
    [removed] { $actor } removed { $target }
    [banned] { $actor } banned { $target }
    [added] { $actor } added { $target }
    [unbanned] { $actor } unbanned { $target }
    [muted] { $actor } muted { $target }
    [unmuted] { $actor } unmuted { $target }
    [deleted] { $actor } deleted a message by { $target }
    [pinned] { $actor } pinned a message
    [unpinned] { $actor } unpinned a message
    [renamed] { $actor } renamed this room
    [described] { $actor } changed the topic
    [no-topic] { $actor } removed the topic
    [announcements] { $actor } made this an announcement room
    [no-announcements] { $actor } let everyone post here again
    [slow-mode] { $actor } turned on slow mode
    [no-slow-mode] { $actor } turned off slow mode
    [edit-history] { $actor } turned on edit history: from now on, members can see what edited messages said before
    [no-edit-history] { $actor } turned off edit history: earlier versions were erased
    [previews] { $actor } turned on link previews
    [no-previews] { $actor } turned off link previews
    [broadcast-moderators] { $actor } let only moderators notify everyone here
    [broadcast-everyone] { $actor } let everyone here notify everyone
    [picture] { $actor } changed the picture of this room
    [no-picture] { $actor } removed the picture of this room
    [archived] { $actor } archived this room
    [restored] { $actor } unarchived this room
    [inspected] { $actor } viewed this room as an admin
   *[joined] { $actor } joined
}

line-until = until { $until }

## Lists of messages that a room keeps

list-name = { $list ->
   *[pins] Pinned
}
list-title = { $list ->
   *[pins] Pinned in { $room }
}
list-none = { $list ->
   *[pins] No messages are pinned yet.
}
list-jump = Go to message

## Members of a room

members-title = Members of { $room }
members-private = Only they know about this room.
members-room-settings = Room settings
members-add = Add someone
members-add-hint = They join immediately, and the room is notified.
members-since = since { $date }
members-role-change = Change role
members-reason = Reason
members-reason-hint = optional, shown in the room
members-how-long = How long
# How long something lasts, in minutes; 0: it does not end by itself.
length = { $minutes ->
    [0] Until unbanned
    [10] 10 minutes
    [60] 1 hour
    [480] 8 hours
    [1440] 1 day
    [10080] 1 week
    [43200] 30 days
   *[other] { $minutes } minutes
}
members-mute = Mute
members-unmute = Unmute
members-unmute-person = Unmute { $name }
members-muted-until = Muted until { $until }
members-banned-until = Until { $until }
members-banned-for-good = For good
members-ban = Ban
members-banned = Banned
members-unban = Unban
members-unban-person = Unban { $name }
members-find = Search members
members-find-more = Many people match. Type more of the name.
members-none-found = No member matches your search.
members-all = All members
members-more = More members
members-did-add = Member added.
members-did-appoint = Role changed.
members-did-remove = Member removed. If the room is public, they can join again.
members-did-ban = Member banned. They can’t come back until the ban ends or you unban them.
members-did-mute = Member muted. They can read, but not post, reply, edit or react until then.
members-did-unmute = Member unmuted. They can post again.
members-did-unban = Member unbanned. They can join again, or be added.

## Settings of a room

room-settings-title = { $room } settings
room-settings-private = A private room: only its members know about it.
room-settings-public = A public room: anyone can join it.
room-settings-archived = This room is archived
room-settings-archived-about = It can be read, but no one can post. Unarchive it to change anything else.
room-settings-restore = Unarchive room
room-settings-name = Room name
room-settings-name-hint = In any language. The old address keeps working.
room-settings-topic = Topic
room-picture = Picture
room-picture-about = It stands for the room in lists and at its top.
room-settings-topic-label = What the room is about
room-settings-topic-hint = Shown below the name.
room-settings-posting = Posting
room-settings-posting-who = Who can post
room-settings-posting-from = { $role ->
    [moderator] Only moderators: an announcement room, where others react and reply in threads
   *[member] Everyone in the room
}
room-settings-broadcast = Notifying everyone
room-settings-broadcast-who = Who can use @room and @here
room-settings-broadcast-from = { $role ->
    [moderator] Only moderators
   *[member] Everyone in the room
}
room-settings-slow = Slow mode
room-settings-slow-about = Everyone but moderators waits between two messages.
room-settings-slow-time = Between two messages
room-settings-did-posting = Saved. It applies from now on.
room-settings-did-picture = Picture changed.
room-settings-did-slow = Slow mode changed.
room-settings-did-history = Edit history changed.
room-settings-history-about = Applies to messages sent after you turn it on. Members can see earlier versions of an edited message; its author can erase them. Turning it off erases all earlier versions in this room.
room-settings-history = Earlier versions of edited messages
room-settings-history-kept = { $kept ->
    [yes] Keep them for members to see
   *[no] Don’t keep them
}
room-settings-did-previews = Link previews changed.
room-settings-previews-about = Messages show the title and the first words of the pages they link to, if that’s turned on for this installation.
room-settings-previews = In this room, messages show what their links lead to
link-previews = Link previews
link-previews-shown = { $shown ->
    [yes] Show previews
   *[no] Don’t show previews
}
room-settings-archive = Archive
room-settings-archive-about = Everything stays readable, but no one can post. You can unarchive the room later.
room-settings-archive-room = Archive room
room-settings-did-rename = Room renamed. The old address keeps working.
room-settings-did-topic = Topic changed.
room-settings-did-archive = Room archived. It can be read, but no one can post.
room-settings-did-restore = Room unarchived.

## Own settings

settings-lead = You’re signed in to { $installation } as { $username }.
settings-profile = View profile
settings-name-hint = What others see, in any language. It changes in all rooms.
avatar = Your picture
avatar-about = It appears next to your messages. Without one, your initials are shown.
avatar-choose = Choose a picture
picture-hint = JPEG, PNG, WebP or GIF, up to 20 MB. The middle is used as a square.
picture-crop = Your picture as a square. Drag it or use the arrow keys to move it.
picture-zoom = Zoom
picture-remove = Remove picture
settings-about-you = About you
settings-about-you-about = On your profile. Everything is optional.
settings-pronouns-hint = For example she/her
settings-title-hint = What you do here
settings-about-hint = Up to { $max } characters
settings-zone-none = Not shown
settings-zone-hint = Others see what time it is where you are.
settings-zone-offer = Use this browser’s time zone:
settings-did-profile = Your profile was changed.
settings-email-hint = Only admins can see it. You can sign in with it.
settings-email-confirmed = This address is confirmed.
settings-email-confirm = Send confirmation email
settings-email-unconfirmed = Not confirmed yet. You can always sign in with your username.
settings-appearance = Appearance
settings-appearance-about = In this browser only.
settings-theme = Theme
settings-theme-auto = Match system
settings-theme-light = Light
settings-theme-dark = Dark
settings-density = Messages
settings-density-cozy = Comfortable
settings-density-compact = Compact
settings-language = Language
settings-language-auto = Match browser
settings-first-contact = Who can message you first
settings-first-contact-choice = { $choice ->
    [shared_room] People you share a room with
    [nobody] No one
   *[everybody] Everyone
}
settings-first-contact-about = Conversations you already have go on. Guests need to share a room with you.
settings-did-messages = Saved.
# What of a room calls its member, and how.
level-title = Notifications
level = { $level ->
    [everything] Everything
    [mentions] Mentions
    [nothing] Nothing
   *[hidden] Hidden
}
level-about = { $level ->
    [everything] Every message here
    [mentions] Only messages that mention you
    [nothing] Unread messages still show in the sidebar
   *[hidden] Out of the sidebar until you’re mentioned
}
level-settings = How you’re notified on this device is up to your settings.
starred = Starred
star = Star
star-about = Keep at the top of your list
notifications = Notifications
notifications-about = When Hubbub is in the background, it can tell you about direct messages, mentions, and rooms you want to hear everything from. Choose what each room tells you with its bell. These settings apply to this browser only.
notifications-away = Notifications need JavaScript, a secure connection (https) and a browser that supports them.
notifications-desktop = Show notifications
notifications-words = Include who wrote and what they said
notifications-sound = Play a sound
notifications-blocked = Your browser blocks notifications from this site. Allow them in the browser’s settings for this site, then turn them on here.
notifications-test = Send a test
notifications-test-words = This is what a notification looks like.
settings-notifications = Choose your notifications
settings-notifications-about = What you’re told, on this device, and when you don’t want to be disturbed.
notifications-told = What you’re notified about
notifications-rooms = In rooms
notifications-for-everyone = As set for everyone: { $level ->
    [everything] everything
    [mentions] mentions
   *[nothing] nothing
}
notifications-rooms-about = Each room can differ: change it with its bell. Direct messages and threads you follow always notify you, unless you chose otherwise for the conversation.
keywords = Keywords
keywords-about = You’re notified when someone uses one of these words in a room you’re in, as if they had mentioned you.
keyword-add = Add a keyword
keyword-hint = A word or a few in a row. Case and accents don’t matter.
keyword-remove = Remove { $keyword }
why-title = Why was I (not) notified?
why-waits = { $why ->
    [mentioned] { $name } mentioned you.
    [direct] It’s a direct message.
    [thread] It’s in a thread you follow.
    [keyword] It uses your keyword { $keyword }.
   *[everything] You chose to be notified about everything in this room.
}
why-told = { $told ->
    [quiet] It’s waiting for you. You asked not to be disturbed, so nothing pops up now.
   *[now] It’s waiting for you until you read it.
}
why-not = { $why ->
    [not_member] You’re not in this room, so you’re not notified.
    [deleted] It was deleted.
    [own] You wrote it yourself.
    [before] It was sent before you joined.
    [level] You chose not to be notified about this room.
    [thread_left] You chose not to follow its thread.
    [blocked] You blocked its author.
    [snoozed] You snoozed it.
    [done] You marked it as done.
    [read] You’ve read it.
   *[not_for_you] It doesn’t mention you, and you chose to be notified about mentions only.
}
why-level = Notifications for { $room }: { $level ->
    [everything] everything
    [mentions] mentions
    [nothing] nothing
   *[hidden] hidden
}
why-level-by = { $by ->
    [person] (your choice for all rooms)
   *[installation] (set for everyone here)
}
why-change = Change
notifications-here = On this device
notifications-saved = Saved.
push-here = Also when { $installation } is closed
push-home-screen = This browser can’t be notified while { $installation } is closed. On an iPhone or iPad, first add { $installation } to your home screen.
push-failed = This browser couldn’t be set up. Try again.
push-devices = Push to your devices
push-devices-about = Devices that are notified even when no page is open there. Each one is turned on there, under “On this device”, and removed when you sign out on it.
push-off = Whoever runs { $installation } hasn’t set up notifications for devices where no page is open.
push-this = This device
push-used = Last used { $when }
push-remove = Stop notifying { $device }
push-title = { $title } ({ $count })
mail-told = Email
mail-told-about = When you’re mentioned, or someone writes to you directly, and you don’t read it, send an email
mail-told-hint = Everything that’s unread goes into one email. What you read before it’s sent isn’t in it.
mail-pace = { $pace ->
    [minutes] After 10 minutes
    [hour] After an hour
    [daily] Once a day, in the morning
   *[never] Never
}
mail-off = Whoever runs { $installation } hasn’t set up emails about unread messages.
mail-off-admin = Emails about unread messages need a mail server. Set HUBBUB_PUBLIC_URL, HUBBUB_MAIL_SERVER and HUBBUB_MAIL_FROM, then restart.
mail-unconfirmed = You get emails about unread messages only at an address that you’ve confirmed.
mail-unconfirmed-change = Confirm your address
mail-paused = Several emails to you came back, so we stopped sending them. Check your address, then save here to start again.
quiet-now = Do not disturb
quiet-pause = Pause notifications
quiet-pause-about = Messages still arrive and stay unread, but nothing pops up or makes a sound. Others see a moon on your profile.
quiet-pause-for = For how long
quiet-pause-choice = { $choice ->
    [half_hour] 30 minutes
    [hour] 1 hour
    [tomorrow] Until tomorrow, 9:00
   *[date] Until a date, 9:00
}
quiet-day-hint = If you chose a date
quiet-pause-start = Pause
quiet-resume = Resume now
quiet-hours = Quiet hours
quiet-hours-about = Notifications pause on a schedule. If the end is earlier than the start, they pause overnight.
quiet-hours-on = Pause notifications on a schedule
quiet-hours-from = From
quiet-hours-to = to
quiet-hours-days = Starting on
quiet-hours-day = { $day ->
    [0] Mon
    [1] Tue
    [2] Wed
    [3] Thu
    [4] Fri
    [5] Sat
   *[6] Sun
}
quiet-hours-zone = Your time zone is { $zone }. It’s { $clock } there now.
quiet-hours-zone-change = Change

settings-password-about = You will be signed out everywhere else.
settings-password-current = Current password
settings-password-new = New password
settings-password-confirm = Confirm new password
settings-password-change = Change password
settings-sessions = Where you’re signed in
settings-session-now = Now
settings-session-since = since { $date }
settings-session-this = This session
settings-session-end = Sign out { $device }, { $when }
settings-sessions-end = Sign out everywhere else
settings-admin = For admins
settings-did-name = Your display name was changed.
settings-did-avatar = Your picture was changed.
settings-did-no-avatar = Your picture was removed.
settings-did-email = Your email address was changed.
settings-did-email-mailed = Your email address was changed. We sent a link there; open it to confirm the address.
settings-did-confirmation = A link is on its way to your address. Open it to confirm that it’s yours.
settings-did-password = Your password was changed. You are signed out everywhere else.
settings-did-appearance = Appearance saved in this browser.
settings-did-sessions = Signed out.
number = { $value }
verbatim = { $text }
device = { $browser } on { $system }

card-mention = Mention
card-profile = Profile
card-time = { $clock } there
card-rooms-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}

people-lead = Everyone with an account on { $installation }.
people-lead-guest = The people you share a room with.
people-find = Find a person
people-none = There’s no one here yet.
people-none-found = No one found.
people-all = Show everyone
people-more = More people

profile-role = { $role ->
    [owner] Owner of { $installation }
   *[admin] Admin of { $installation }
}
profile-pronouns = Pronouns
profile-title = Title
profile-about = About
profile-zone = Time zone
profile-local-time = Local time
profile-time-ahead = { $span ->
    [minutes] { $minutes } min ahead of you
    [hours] { $hours } h ahead of you
   *[both] { $hours } h { $minutes } min ahead of you
}
profile-time-behind = { $span ->
    [minutes] { $minutes } min behind you
    [hours] { $hours } h behind you
   *[both] { $hours } h { $minutes } min behind you
}
profile-since = Member since
profile-left = This account is deactivated
profile-details = Details
profile-rooms = Rooms in common
profile-rooms-none = None yet.
profile-manage = Manage account

## Status

status = Status
status-set = Set a status
status-about = A few words and an emoji beside your name, for as long as you like.
status-text = What are you up to?
status-text-hint = Others see it beside your name.
status-emoji = Emoji
status-emoji-hint = One emoji
status-ends = Clear it
status-end = { $choice ->
    [half_hour] In 30 minutes
    [hour] In an hour
    [today] At the end of today
    [week] At the end of this week
    [date] On a date
   *[never] When I change it
}
status-ends-hint = Days end at midnight in your time zone, { $zone }.
status-day = Date
status-day-hint = The last day, if you choose a date
status-clear = Clear status
block = Block
unblock = Unblock
unblock-person = Unblock { $name }
blocked-people = Blocked people
blocked-people-about = You and they can’t send each other direct messages, and their mentions of you don’t count. They aren’t told.
settings-did-unblock = They’re unblocked.
room-blocked = You can’t send messages in this conversation.
seen = { $seen ->
    [here] Here
    [away] Away
    [invisible] Invisible
   *[offline] Offline
}
invisible = Invisible
invisible-about = Others see you as offline, on all your devices, and don’t see you typing.
status-until = until { $date }, { $clock }
status-until-utc = until { $moment }

## Direct messages

direct-messages = Direct messages
direct-new = New message
direct-to = To
direct-to-hint = Up to 11 people, by username. Leave it empty to write notes to yourself.
direct-open = Start
direct-message = Message
direct-notes-open = Message yourself
direct-notes = Notes to yourself. Only you can read them.
direct-people = { $count ->
    [one] You and { $count } other person
   *[other] You and { $count } others
}
direct-start = This is the start of your conversation with { $name }
direct-start-notes = This is the start of your notes
direct-write-note = Write a note
direct-hide = Hide from the list
direct-hide-about = It comes back with the next message.
direct-folded = Older conversations: search for a name.
direct-conversation = A direct conversation

## Admin

admin-overview = Overview
admin-audit = Audit log
admin-installation = Site
admin-room-private = private
admin-room-archived = archived
admin-room-orphaned = no owner
admin-room-default = default room
admin-room-created = created by { $name } on { $date }
admin-sign-up = { $policy ->
    [open] Everyone can create an account.
    [invite] Only invited people can create an account.
   *[closed] Only admins can create accounts.
}
admin-sign-up-change = Change who can join
admin-room-kinds = { $public } public, { $private } private, { $archived } archived; direct conversations: { $direct }
admin-health = Health
admin-health-bus = { $up ->
    [yes] NATS: connected
   *[no] NATS: not connected
}
admin-health-accounts = { $up ->
    [yes] Accounts database: connected
   *[no] Accounts database: no auth-service can reach it
}
admin-health-rooms = { $up ->
    [yes] Rooms database: connected
   *[no] Rooms database: no room-service can reach it
}
admin-health-address = Site address: not set. Links for invites and passwords use whatever host the browser asked for; ask the operator to set HUBBUB_PUBLIC_URL.
admin-nodes = Processes
admin-node-this = served this page
admin-node-health = { $health ->
    [well] running
    [degraded] running, with problems
    [unwell] can’t use its database
    [leaving] shutting down
    [suspect] not responding
   *[gone] unreachable
}
admin-node-version = version { $version }
admin-node-load = { $kind ->
    [gateway] connections: { $count }
    [room] active commands: { $count }
   *[auth] active requests: { $count }
}
admin-node-since = started { $when }
admin-followers = Background work
admin-follower-name = { $name ->
    [search] Search index
    [keywords] Keywords
    [link_previews] { link-previews }
    [notifier] Notifications
    [deactivated] Removing deactivated people from rooms
   *[other] { $name }
}
admin-follower-rooms = { $count ->
    [0] up to date
    [one] { $count } room waiting
   *[other] { $count } rooms waiting
}
admin-follower-waiting = oldest from { $when }
admin-follower-skipped = { $count ->
    [one] { $count } event skipped
   *[other] { $count } events skipped
}
admin-follower-error = last error: { $error }

admin-people-lead = { $count ->
    [one] { $count } account on { $installation }.
   *[other] { $count } accounts on { $installation }.
}
admin-found = { $count } found.
admin-people-link-new = { $name } has an account. Send them this link so that they can choose a password. It is shown only once, works once, and is valid until { $date }.
admin-people-link-reset = Send this link to { $name } so that they can choose a new password. It is shown only once, works once, and is valid until { $date }.
admin-people-username-hint = They sign in with it.
admin-people-name-hint = What others see. If empty, the username is used.
admin-people-find = Find someone
admin-people-find-hint = By username, display name or email.
admin-people-you = (you)
admin-people-deactivated = deactivated
admin-people-badge = { $role ->
    [owner] owner
    [guest] guest
   *[admin] admin
}
admin-people-since = Joined { $date }
admin-people-seen = last seen { $when }
admin-people-never = never signed in
admin-people-sessions = { $count ->
    [one] { $count } session
   *[other] { $count } sessions
}
admin-people-invited = invited by { $name }
admin-people-restore-about = { $role ->
    [owner] They come back as an owner.
    [admin] They come back as an admin.
    [guest] They come back as a guest.
   *[member] They come back as a member.
} They have to join their rooms again, or be added.
admin-people-restore = Reactivate
admin-people-role = Change role
admin-people-guest-about = Guests only see the rooms they’re added to.
admin-people-reset = Create reset link
admin-people-unconfirmed = not confirmed
admin-people-confirm = Confirm address
admin-people-sign-out = Sign out everywhere
admin-people-remove-avatar = Remove picture
admin-people-deactivate = Deactivate
admin-people-none = No one matches your search.
admin-people-more = More people
admin-people-did-role = Role changed.
admin-people-did-avatar = Picture removed.
admin-people-did-deactivate = Account deactivated and signed out everywhere.
admin-people-did-email = Email address confirmed. Only they can sign in with it now.
admin-people-did-sign-out = Signed out everywhere. They can sign in again.

admin-rooms-lead = { $count ->
    [one] { $count } room, counting private and archived ones.
   *[other] { $count } rooms, counting private and archived ones.
}
admin-rooms-find-hint = By name or topic.
admin-rooms-more = More rooms
admin-rooms-did-delete = Room and messages deleted. Its address no longer works.
admin-room-open = Open room
admin-room-name-hint = The old address keeps working, and the room is notified.
admin-room-archived-about = It can be read, but no one can post. Unarchive it to change its name or topic.
admin-room-delete-about = The room and all its messages are deleted for everyone. This can’t be undone. Its address stays taken.
admin-room-delete-confirm = To delete it, type its name: { $room }
admin-room-delete = Delete room

admin-messages-lead = Public rooms are searched. Opening a private room is logged and its members are told.
admin-messages-words = Text
admin-messages-author = Author’s username
admin-messages-all = All public rooms
admin-messages-private = { $room } (private)
admin-messages-closed = { $room } is private
admin-messages-closed-about = You are not in this room. If you open it, the audit log and the room itself say so. You can then read it for 15 minutes.
admin-messages-view = View private room
admin-messages-in = in { $room }
admin-messages-edited = edited
admin-messages-delete-one = Delete the message by { $name }, { $when }
admin-messages-delete = Delete message
admin-messages-none-found = No messages match your search.
admin-messages-none = There are no messages yet.
admin-messages-did-delete = Message deleted; a note stays.
admin-messages-did-view = You can read this room for 15 minutes. Its members were notified.

invites-heading = Who can join
invites-lead = Choose who can create an account on { $installation }, and send invites.
invites-link = Send this link. It is shown only once, and is valid until { $date }.
invites-accounts = Accounts
invites-sign-up = Who can create an account
invites-sign-up-open = Everyone
invites-sign-up-invite = Invited people only
invites-sign-up-closed = No one
invites-create = Create invite
invites-uses = Number of people
invites-uses-hint = 1 to 1000
invites-days = Days until it expires
invites-days-hint = 1 to 365
invites-create-link = Create link
invites-room = Room
invites-room-any = general only
invites-room-hint = Where they arrive. They join general as well.
invites-email = Send it to
invites-email-hint = An email address. Leave it empty to send the link yourself.
invites-mailed = The invite is on its way to { $email }.
invites-unmailed = The link works, but it was not sent.
invites-used = { $uses } of { $most } used
invites-by = By { $name } on { $date }
invites-until = valid until { $date }
invites-revoke = Revoke
invites-revoke-one = Revoke the invite of { $date }, valid until { $until }
invites-over = { $why ->
    [revoked] Revoked
    [used-up] Used up
   *[expired] Expired
}
invites-none = No invites yet.
invites-members = Invites by members
invites-members-who = Who can invite people
invites-members-no = Admins only
invites-members-yes = Everyone except guests
invites-members-about = Links that members have made keep working until they expire or you revoke them.
invites-own = Invite people
invites-own-lead = Create a link with which others can join { $installation }. Admins can see the links you make and who used them.
invites-did-sign-up = Saved. This applies from now on.
invites-did-revoke = Invite revoked. No one else can join with it.

installation-heading = Site settings
installation-lead = What everyone sees of this site, and what new people read first.
installation-greeting = Greeting
installation-greeting-about = New people read it in general when they join, signed by whoever invited them.
installation-greeting-label = What you do here, and where to ask
installation-level = Notifications
installation-level-about = Which messages people are notified about in named rooms until they choose for themselves.
installation-did-level = Saved what people are notified about.
installation-previews-about = Messages show the title and the first words of the pages they link to. The server fetches each page at most once a day; readers’ browsers don’t. The site sees the server’s address. Rooms can turn this off, and authors can remove previews.
installation-previews = In all rooms
installation-did-previews = Link previews saved.
installation-did-name = Name changed.
installation-did-greeting = Greeting saved.
installation-files = Files that can’t be sent
installation-files-about = Applies to everyone, from now on. Files that were sent before stay.
installation-files-label = Endings and types
installation-files-hint = For example: exe bat video/* application/zip. Leave it empty to allow every kind.
installation-did-files = Saved. It applies to everyone from now on.

audit-lead = What admins and moderators, and the operator on the command line, did to people, rooms and the installation.
audit-until = Until { $until }
audit-undo = Undo
audit-did-undo = Undone.
audit-by = Done by
audit-to = Done to
audit-name-hint = A username.
audit-action = Action
audit-action-any = Any action
audit-none-found = Nothing matches your search.
audit-none = Nothing has been done yet.
audit-older = Older entries
audit-operator = The operator
audit-before = Before:
audit-after = After:
# How the filter calls it.
audit-kind = { $action ->
    [set_role] Roles
    [deactivate] Accounts deactivated
    [reactivate] Accounts reactivated
    [create_account] Accounts created
    [end_sessions] Signed out everywhere
    [make_reset_link] Reset links created
    [reset_password] Passwords set by the operator
    [confirm_email] Email addresses confirmed
    [set_sign_up] Who can join
    [set_members_invite] Invites by members
    [remove_avatar] Pictures of people removed
    [add_emoji] Emoji added
    [remove_emoji] Emoji removed
    [set_members_emoji] Emoji by members
    [set_name] Name of the site
    [set_greeting] Greeting
    [set_default_level] Default notifications
    [set_link_previews] { link-previews }
    [set_denied_files] Kinds of files that can’t be sent
    [make_invite] Invites created
    [revoke_invite] Invites revoked
    [renamed] Rooms renamed
    [described] Topics changed
    [configured] Settings of rooms changed
    [archived] Rooms archived
    [restored] Rooms unarchived
    [room_deleted] Rooms deleted
    [deleted] Messages deleted
    [inspected] Private rooms viewed
    [removed] People removed or banned from rooms
    [unbanned] People unbanned
    [muted] People muted
    [unmuted] People unmuted
    [appointed] Roles in rooms changed
    [reported] Messages reported
    [report_closed] Reports closed
   *[other] { $action }
}
# What someone did. Names are bold or links.
audit-did = { $action ->
    [create_account] { $actor } created an account for { $target }
    [deactivate] { $actor } deactivated { $target }
    [reactivate] { $actor } reactivated { $target }
    [set_role] { $actor } changed the role of { $target }
    [end_sessions] { $actor } signed { $target } out everywhere
    [make_reset_link] { $actor } created a reset link for { $target }
    [reset_password] { $actor } set a new password for { $target }
    [confirm_email] { $actor } confirmed the email address of { $target }
    [set_sign_up] { $actor } changed who can join
    [set_members_invite] { $actor } changed whether members can invite people
    [remove_avatar] { $actor } removed the picture of { $target }
    [add_emoji] { $actor } added an emoji
    [remove_emoji] { $actor } removed an emoji
    [set_members_emoji] { $actor } changed whether members can add emoji
    [set_name] { $actor } renamed the site
    [set_greeting] { $actor } changed the greeting
    [set_default_level] { $actor } changed what people are notified about by default
    [set_link_previews] { $actor } changed whether messages show link previews
    [set_denied_files] { $actor } changed which files can’t be sent
    [make_invite] { $actor } created an invite
    [revoke_invite] { $actor } revoked an invite of { $target }
    [renamed] { $actor } renamed the room { $room }
    [described] { $actor } changed the topic of { $room }
    [configured] { $actor } changed the settings of { $room }
    [archived] { $actor } archived { $room }
    [restored] { $actor } unarchived { $room }
    [deleted] { $actor } deleted a message by { $target } in { $room }
    [inspected] { $actor } viewed the private room { $room }
    [room_deleted] { $actor } deleted the room { $room }
    [deactivated] { $actor } removed { $target }, who was deactivated, from { $room }
    [removed] { $actor } removed { $target } from { $room }
    [banned] { $actor } banned { $target } from { $room }
    [unbanned] { $actor } unbanned { $target } in { $room }
    [muted] { $actor } muted { $target } in { $room }
    [unmuted] { $actor } unmuted { $target } in { $room }
    [owner] { $actor } made { $target } the owner of { $room }
    [appointed] { $actor } changed the role of { $target } in { $room }
    [reported] A message by { $target } in { $room } was reported
    [report_closed] { $actor } closed a report about { $target } in { $room }
   *[other] { $actor } did something this release does not know: { $target } { $room }
}
# How something was before and is since: a role, who can join, a number of sessions, or text as it was typed.
audit-value = { $kind ->
    [sessions] { $value ->
        [one] { $value } session
       *[other] { $value } sessions
    }
    [role] { $value ->
        [inactive] deactivated
        [guest] guest
        [member] member
        [admin] admin
        [owner] owner
       *[other] { $value }
    }
    [room-role] { $value ->
        [member] member
        [moderator] moderator
        [owner] owner
       *[other] { $value }
    }
    [sign-up] { $value ->
        [open] everyone
        [invite] invited people only
        [closed] no one
       *[other] { $value }
    }
    [report-outcome] { $value ->
        [deleted] message deleted
        [muted] muted
        [banned] banned
       *[dismissed] dismissed
    }
    [previews] { $value ->
        [on] shown
       *[off] not shown
    }
    [level] { $value ->
        [everything] everything
        [mentions] mentions
       *[nothing] nothing
    }
   *[text] { $value }
}

## Reports

report-title = Report a message in { $room }
report-heading = Report this message
report-about-room = A copy of this message goes to the moderators of the room and the admins. Its author isn’t told who reported it.
report-about-direct = A copy of this message goes to the admins. They see nothing else of this conversation. Its author isn’t told who reported it.
report-why = What’s wrong with it?
report-reason = { $reason ->
    [harassment] Harassment
    [spam] Spam
    [private] Private information
   *[other] Something else
}
report-note = Note
report-send = Send report
report-done = Thank you
report-done-room = Your report was sent to the moderators and admins. If this person bothers you, you can also block them.
report-done-direct = Your report was sent to the admins. If this person bothers you, you can also block them.
reports = Reports
reports-in-room = Reports in { $room }
reports-lead = Messages are copies and stay as they were. Authors never see who reported them.
reports-all = All reports
reports-open = Open
reports-closed = Closed
reports-none = No open reports.
reports-none-closed = Nothing here. Closed reports are erased after 30 days.
reports-more = Show more
reports-open-count = open
reports-did = { $outcome ->
    [deleted] The message is deleted and the report closed.
    [muted] Muted. The report is closed.
    [banned] Banned. The report is closed.
   *[dismissed] The report is dismissed.
}
report-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
report-in-direct = in a direct conversation
report-by = Reported by { $name }: { $reason }
report-others = { $count ->
    [one] And { $count } more person
   *[other] And { $count } more people
}
report-deleted-since = This message has been deleted since.
report-dismiss = Dismiss
report-delete = Delete message
report-mute = Mute { $name }…
report-ban = Ban from room…
report-earlier = { $count ->
    [one] { $count } earlier report
   *[other] { $count } earlier reports
}
report-ended = { $outcome ->
    [deleted] { $name } deleted the message
    [muted] { $name } muted the author
    [banned] { $name } banned the author
   *[dismissed] { $name } dismissed it
}

## Errors

error-title = { $status ->
    [401] Sign in to continue
    [403] You don’t have access
    [404] Page not found
    [405] This doesn’t work here
    [409] Something has changed
    [410] No longer available
    [413] Too long
    [429] Too many requests
    [503] Back in a moment
    [504] This took too long
    [client] Something isn’t right
   *[server] Something went wrong
}
error-text = { $status ->
    [401] This page is for people who are signed in. Sign in, and you come back here.
    [403] Your account can’t open this page. If someone sent you the link, ask them to add you.
    [404] The address may be mistyped, or the page was removed.
    [405] Go back and use the form there.
    [409] Someone changed this in the meantime. Go back, check, and try again.
    [410] It was here once, and is gone for good.
    [413] Shorten it, or send it in parts. Go back: your text is still in the form.
    [429] Take a short break.
    [503] Part of the service is restarting. Try again shortly; if you sent a form, go back: it is still filled in.
    [504] There was no answer in time. Try again in a few seconds.
    [client] The address or the form could not be read. Go back and try again.
   *[server] The problem is on our side and has been recorded. Try again in a moment.
}
error-by-itself = This page continues by itself.
error-continue-in = Continue in { $time }
error-continue = Continue
error-countdown = Time until this page continues
error-home = Go to Home
error-account = Signed in as { $name }.
error-other-account = Use another account
error-number = Quote this ID if you ask for help:

offline-kind = Offline
offline-heading = No connection
offline-text = This page hasn’t been kept on this device. It opens by itself once you’re connected.
offline-kept = Home and rooms you’ve opened stay readable.

## Refusals: what is said when something can’t be done, each for a reason of `proto::Reason`

refusal-not-found = The address may be mistyped, or the page was removed or isn’t visible to you.
refusal-nonce-reused = This form was already used for something else. Your text is kept; send it again.
refusal-unavailable = This isn’t possible at the moment. Try again in a few seconds.
refusal-busy = There’s a lot going on right now. Try again in a moment.
refusal-too-fast = That was too fast. Wait a moment, then try again.
refusal-sign-in-first = Sign in to continue.
refusal-session-ended = Your session has ended. Sign in again to continue; your text is kept.
refusal-malformed = This request wasn’t understood. Reload the page and try again.
refusal-too-many-at-once = That was too much for one request. Ask for less at a time.
refusal-not-confirmed = Not confirmed yet. Your text is kept; try again, it won’t be sent twice.
refusal-other = { $code ->
    [not_found] It doesn’t exist, or you don’t have access to it.
    [forbidden] You don’t have permission to do this.
    [too_large] This is too long.
    [taken] This name is already taken.
    [rate_limited] That was too fast. Wait a moment, then try again.
    [busy] There’s a lot going on right now. Try again in a moment.
    [unavailable] This isn’t possible at the moment. Try again in a few seconds.
   *[other] This can’t be done. Reload the page and try again.
}

refusal-invisible-characters = This contains an invisible character. Type it again.
refusal-message-empty = Write something first.
refusal-message-too-long = Messages can be up to { $max } KiB long. Shorten yours, or send it in parts.
refusal-name-missing = Enter a name.
refusal-too-long = { $max ->
    [one] Use at most { $max } character.
   *[other] Use at most { $max } characters.
}
refusal-room-name-alike = This looks like “{ $other }”, another room. Choose another name, or use this one anyway.
refusal-too-many-marks = Use at most { $max } accents on a letter.
refusal-name-has-at = A display name can’t contain @.
refusal-reason-missing = Give a reason, or leave it empty.
refusal-unknown-zone = Choose a time zone from the list.
refusal-not-one-emoji = Choose a single emoji.
refusal-status-day = Choose a day from today on, at most { $days } days ahead.
refusal-username-form = Use { $min } to { $max } lowercase letters and numbers; dots, dashes and underscores are fine too.
refusal-email-form = Enter a valid email address.
refusal-password-too-short = Use at least { $min } characters. A few words work well.
refusal-password-common = This password is too common. Choose another one; a few words work well.
refusal-password-is-name = Your password can’t be your own name or address. Choose another one.
refusal-password-is-installation = Your password can’t be the name of this site. Choose another one.
refusal-password-repeats = This password repeats itself. Choose a longer one that doesn’t; a few words work well.

refusal-sign-in-busy = Many people are signing in right now. Try again in a moment.
refusal-too-many-attempts = { $minutes ->
    [one] Too many attempts. Try again in { $minutes } minute.
   *[other] Too many attempts. Try again in { $minutes } minutes.
}
refusal-wrong-credentials = Wrong username or password. Try again, or choose “Forgot password?”.
refusal-wrong-current-password = This isn’t your current password.
refusal-same-password = This is your current password. Choose another one.
refusal-username-taken = This username is already taken.
refusal-email-taken = This email address is confirmed to be someone else’s.
refusal-email-changed = They have a different email address now. Check it and try again.
refusal-password-needed = Enter your password to continue.
refusal-wrong-setup-code = Wrong setup code. Enter the code that was printed where Hubbub was started.
refusal-sign-up-closed = No one can create an account at the moment.
refusal-invite-needed = You need a valid invite to create an account. Ask for a new one.
refusal-invite-uses = Enter a number from { $min } to { $max }.
refusal-invite-days = Enter a number from { $min } to { $max }.
refusal-reset-link-expired = This link no longer works. Reset links work once, and only for a while; get a new one.
refusal-no-mail = This site doesn’t send email. Ask an admin.
refusal-confirmation-expired = This link no longer works. Have a new one sent from your settings.
refusal-unknown-org-role = Choose a role: guest, member, admin or owner.
refusal-system-only = No one can do this by hand.
refusal-admins-only = Only admins can do this.
refusal-owners-only = Only owners can manage admins and owners. Ask one of them.
refusal-own-account = You can’t do this to your own account. Use your settings, or ask another admin.
refusal-last-owner = This is the last owner. Make someone else an owner first.
refusal-no-owner-yet = There is no owner yet. Create the first account.
refusal-deactivated = This person is deactivated. Reactivate them first.

refusal-archived = This room is archived. You can read it, but no one can post.
refusal-room-exists = This room already exists.
refusal-room-name-taken = A room with this name already exists. Choose another name, or join that room.
refusal-guests-cannot-create = Guests can’t create rooms.
refusal-unreachable = { room-blocked }
refusal-not-in-direct = This isn’t possible in a direct conversation.
refusal-direct-too-many = A conversation can have at most { $max } other people. For more, create a room.
refusal-direct-nobody = You can’t message one of these people. Check the usernames.
refusal-join-first = Join this room to take part. Your text is kept.
refusal-message-missing = This message doesn’t exist or was removed.
refusal-section-name-missing = Give the section a name.
refusal-section-rooms-full = { $max } rooms are in sections, which is the limit. Move some out first.
refusal-sections-full = You have { $max } sections, which is the limit. Remove one first.
refusal-blocked-full = You’ve blocked { $max } people, which is the limit. Unblock some first.
refusal-saved-full = You’ve saved { $max } messages, which is the limit. Remove some first.
refusal-snoozed-full = You’ve snoozed { $max } conversations, which is the limit. Bring some back first.
refusal-reminder-time = Choose a time in the future, within the next five years.
refusal-keyword-too-short = Enter a word of at least two letters.
refusal-keywords-full = You have { $max } keywords, which is the limit. Remove one first.
refusal-quiet-hours = Choose a start, an end and at least one day.
refusal-quiet-until = Choose a day from tomorrow on, at most { $days } days ahead.
refusal-list-full = { $list ->
   *[pins] A room can have { $max } pinned messages. Unpin one first.
}
refusal-reaction-missing = Choose an emoji, or write a word.
refusal-no-such-emoji = This isn’t an emoji that can be used here. Choose another one, or write a word.
refusal-reactions-full = A message can have { $max } different reactions. Add to one that is there.
refusal-reactions-of-one-full = You can add { $max } reactions to a message. Remove one first.
refusal-edited-meanwhile = This message has been edited since you started. Your text is kept; compare the two, then save again.
refusal-message-deleted = This message was deleted and can no longer be changed.
refusal-inspect-first = View the private room first. Its members are told, and you can act for 15 minutes.
refusal-own-message = You can’t report your own message.
refusal-report-reason-missing = Choose what’s wrong with the message.
refusal-reported-already = You’ve already reported this message.
refusal-reports-full = { $max } of your reports are still open, which is the limit. Wait until some are dealt with.
refusal-reports-too-fast = You can report { $max } messages an hour. Try again later.
refusal-report-closed = Someone has already dealt with this report.
refusal-replied-message-missing = The message you’re replying to doesn’t exist. Send yours on its own.
refusal-replied-message-deleted = The message you’re replying to was deleted. Send yours on its own.
refusal-thread-in-thread = A thread can’t begin inside a thread.
refusal-author-only = Only the author can edit a message.
refusal-author-or-moderator-only = Only the author or a moderator can delete a message.
refusal-moderators-only = Only moderators can do this.
refusal-room-owners-only = Only an owner of the room can do this.
refusal-not-a-member = This person isn’t in the room.
refusal-banned = This person is banned. Unban them first, then add them.
refusal-remove-yourself = You can’t remove yourself. Leave the room instead.
refusal-outranked = You can only do this to people with a lower role than yours.
refusal-muted = You’re muted in this room until { DATE($until) }, { TIME($until) } UTC. Your text is kept.
refusal-announcements-only = Only moderators can post in this room. You can react and reply in threads.
refusal-broadcast-moderators-only = Only moderators can notify everyone in this room. Remove @room or @here, or put it in backticks (`@room`) to write about it.
refusal-broadcast-unconfirmed = This notifies up to { $count } people. Send it again if you mean it.
refusal-broadcast-in-thread = @room and @here work in the room, not in a thread. Remove them, or send your reply to the room as well.
refusal-slow-mode = { $seconds ->
    [one] This room is in slow mode. You can post again in { $seconds } second.
   *[other] This room is in slow mode. You can post again in { $seconds } seconds.
}
refusal-unknown-duration = Choose how long this lasts: at most a year.
refusal-unknown-room-role = Choose a role: member, moderator or owner.
refusal-own-role = You can’t change your own role. Ask another owner.
refusal-owners-role = You can’t change another owner’s role.
refusal-last-room-owner = You’re the only owner of this room. Make someone else an owner before you leave.
refusal-room-needs-owner = Someone else must own this room first.
refusal-search-too-wide = This search takes too long. Narrow it by room, author or date.
refusal-search-too-long = Use at most { $max } characters in a search.
refusal-search-too-many-words = Use at most { $max } words and phrases in a search.
refusal-search-too-many-names = Use at most { $max } names after “from:” and after “in:”.
refusal-search-no-word = There’s nothing in this to search for. Use at least one letter, digit or emoji.
refusal-search-value-missing = Add something after “{ $operator }:”.
refusal-search-has-unknown = “has:{ $value }” isn’t a filter. Use has:link, has:file, has:image, has:reaction or has:thread.
refusal-search-is-unknown = “is:{ $value }” isn’t a filter. Use is:saved, is:pinned, is:mine, is:unread or is:thread.
refusal-search-without-operator = A minus works before words only, not before “{ $operator }:”.
refusal-search-no-date = “{ $date }” isn’t a date. Write a day like 2026-11-22, a month like 2026-11, a year, today, yesterday or week.
refusal-search-no-room = No room is called “{ $name }”. Check the spelling.
refusal-search-busy = Many people are searching right now. Try again in a moment.
refusal-search-too-slow = This search took too long. Add a word, a room, a person or a date.

# Of files.
refusal-no-files = Files can’t be sent here. Ask an admin.
refusal-file-missing = A file is no longer there, or was sent already. Choose it again.
refusal-too-many-files = A message can have up to { $max } files. Send the others in another message.
refusal-file-empty = This file is empty. Choose another one.
refusal-file-too-large = This file is too large. Files can be up to { $max } MB.
refusal-not-a-picture = This isn’t a picture that can be shown. Choose a JPEG, PNG, WebP or GIF file.
refusal-emoji-name-form = Use { $min } to { $max } letters a to z, digits, _, + or -, with at least one letter.
refusal-emoji-name-taken = There’s already an emoji with this name. Choose another one.
refusal-too-many-emoji = There are { $max } custom emoji already. Remove one first.
refusal-files-of-one-full = Your files can take up to { $max } MB in all. Delete messages with files you no longer need.
refusal-files-full = There’s no space left for files. Ask an admin.
refusal-too-many-uploads = You have uploaded { $max } files that you haven’t sent. Send or remove some first.
refusal-file-type-denied = Files of this kind ({ $what }) can’t be sent here. Use another format, or ask an admin.
refusal-no-file-type = “{ $what }” is neither an ending, like exe, nor a type, like video/*.
refusal-too-many-file-types = That’s more than { $max } kinds of files.
refusal-upload-under-way = This file is being uploaded already.
refusal-upload-elsewhere = This upload has moved on. Try again.
refusal-upload-differs = The file changed while it was being uploaded. Choose it again.

refusal-form-invalid = Check the fields below.
refusal-form-incomplete = The form was incomplete. Your text is kept; send it again.
refusal-other-person = This page belongs to someone else, and you have signed in since it was opened. Nothing was sent; reload the page to continue as yourself.
refusal-foreign-host = This site’s address is { $address }. Open it there.
refusal-foreign-form = This form was sent from another site and was ignored. Open the page here and send it again.
refusal-unreadable = This request couldn’t be read. Go back, check what you entered, and try again.
refusal-request-slow = Your form didn’t arrive in time. Check your connection, then send it again.
refusal-too-many-connections = There are too many connections from your network. Close some tabs, or try again in a moment.
refusal-wrong-method = This address doesn’t support that. Go back and use the form there.
refusal-request-too-large = This is too large. A message can be up to { $max } KiB long; send it in parts.
refusal-broken = The problem is on our side and has been recorded. Try again in a moment.
refusal-username-unknown = No one has this username. Check the spelling.
refusal-person-unknown = No one has the username { $name }. Check the spelling.
refusal-people-too-many = Add at most { $max } people at once. You can add more once the room is there.
refusal-login-missing = Enter your username or email address.
refusal-password-missing = Enter your password.
refusal-current-password-missing = Enter your current password.
refusal-setup-code-missing = Enter the setup code that was printed where Hubbub was started.
refusal-passwords-differ = Passwords don’t match.
refusal-not-a-number = Enter a whole number.
refusal-not-a-day = Enter a date as year-month-day, such as 2026-03-31.
refusal-unknown-sign-up = Choose who can create an account.
refusal-not-the-room-name = This isn’t the room’s name. Nothing was deleted.
refusal-no-security-contact = No contact for security reports has been set. Tell an admin.
refusal-invite-expired = This invite has expired. Ask for a new one.
refusal-foreign-socket = Connections must come from a page of this site. Reload the page.
refusal-too-many-sockets = You have { $max } live connections open. Close some tabs to get live updates here.
refusal-too-many-rooms-open = A connection can have { $max } rooms open. Close one first.
refusal-unknown-protocol = Choose a subprotocol: hubbub.v1.json or hubbub.v1.html.
refusal-hello-first = Send hello first.
refusal-hello-twice = Hello was already sent.
refusal-hello-rooms = Reopen at most { $max } rooms with hello, and the rest with open.
refusal-unknown-request = Unknown request.
refusal-binary-frame = Frames must be text.
refusal-page-parts = Ask for messages before, after or around a seq, not several at once.

## What scripts say

# A browser fills these in: `.one` is said for the numbers that the language counts as one. They reach it with every page.

script-new-messages = { $count } new messages in { $room }
    .one = { $count } new message in { $room }

script-delivery-waiting = Waiting for the connection…
script-delivery-queued = Queued…
script-delivery-sending = { message-sending }
script-delivery-sent = Sent
script-delivery-unconfirmed = Not confirmed yet, trying again…
script-delivery-discarding = Cancelling…
script-delivery-failed = This wasn’t sent.
script-delivery-withdrawn = Cancelled before it was sent.
script-delivery-signed-out = Sign in again to send this.
script-delivery-outdated = Reload the page to send this.
script-delivery-files = Waiting for { $count } files…
    .one = Waiting for { $count } file…
script-delivery-lost = Not uploaded. Choose again: { $names }
script-delivery-elsewhere = Waiting for files in another tab

script-bytes-left = { $count } bytes left
    .one = { $count } byte left
script-over-the-limit = { $count } bytes over the limit
    .one = { $count } byte over the limit
script-save = { save }
script-saving = Saving…
script-typed-before = You had started to write this, but the message has been edited since:
script-says-now = It now says:
script-not-saved = This wasn’t saved. Save it again.
script-not-editable = This can’t be edited right now.
script-not-ticked = This couldn’t be ticked: the message has changed. Try again.
script-not-offline = You can’t do this while you’re offline.
script-not-editable-offline = You can’t edit this while you’re offline.
script-suggestions = { $count } people
    .one = { $count } person
script-people-remove = Remove { $name }
script-rooms-found = { $count } rooms
    .one = { $count } room
script-home-new = { $count } new
script-rooms = { rooms }
script-people = { people }
script-direct = { direct-messages }
script-commands = { jump-commands }
script-seen-here = Here
script-seen-away = Away
script-typing-one = { $name } is typing…
script-typing-two = { $name } and { $other } are typing…
script-typing-many = Several people are typing…

script-show-more = { message-show-more }
script-show-less = Show less
script-deleted = { message-deleted }
script-sent-files = Sent { $count } files
    .one = Sent a file
script-react-with = React with { $reaction }
script-emoji-found = { $count ->
    [0] No emoji found
    [one] { $count } emoji found
   *[other] { $count } emoji found
}
script-saved = Saved.
script-unsaved = Removed from your saved messages.
script-save-failed = That didn’t work. Try again in a moment.
script-remind-me = { saved-remind-me }
script-deleting = Deleting…
script-undo = Undo
script-new-since = { $count } new since { $time }
script-mark-read = Mark as read
script-link-copied = Link copied.
script-not-unread-offline = You can’t mark this unread while you’re offline.
script-not-unread-before-joining = Messages from before you joined can’t be marked unread.
script-jump = { room-jump }
script-jump-missed = { room-jump } · { $count }
script-today = Today
script-yesterday = Yesterday

script-nobody-here = { room-here-none }
script-too-many-to-list = Too many to list

script-session-ended = Your session has ended. What you wrote is kept.
script-sign-in-again = Sign in again
script-other-person = Someone else has signed in with this browser. What you wrote is kept for you, and nothing more is sent from this page.
script-page-outdated = This page is out of date.
script-reload = Reload
script-messages-stuck = Messages aren’t going through right now. What you write is kept and sent later.
script-room-behind = New messages may be missing here. Catching up as soon as possible.
script-caught-up = You’re up to date again.
script-offline = You’re offline. What you write is kept and sent when you’re back.
script-kept-offline = You’re offline. Showing this page as of { $time }.
script-kept-away = No connection right now. Showing this page as of { $time }.
script-try-again = { try-again }
script-back-online = Back online.
script-retry-now = Retry now
script-connecting = Connecting…
script-connecting-in = Connecting… Next try in { $seconds } s.
script-reconnecting = Reconnecting…
script-reconnecting-in = Reconnecting… Next try in { $seconds } s.

## Files on their way

# Scripts fetch these, without `tray-`, with the page that files are sent from.

tray-done = Uploaded
tray-bytes = { $amount } B
tray-kb = { $amount } KB
tray-mb = { $amount } MB
tray-gb = { $amount } GB
tray-paused = Waiting for the connection…
tray-lost = Choose this file again
tray-no-answer = The connection kept breaking off.
tray-failed = { $name } wasn’t uploaded. { $why }
tray-is-done = { $name } is uploaded
tray-added = { $count } files added
    .one = { $count } file added
tray-move = Move { $name }, { $place } of { $count }
tray-moved = { $name } is now { $place } of { $count }
tray-remove = Remove { $name }
tray-describe = Describe { $name }
tray-unreadable = { $name } can’t be read. Folders can’t be sent.
tray-too-many = A message can have up to { $max } files. Not added: { $names }
tray-not-ready = Some files aren’t uploaded. Try them again or remove them, then send.
