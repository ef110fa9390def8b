# Hubbub auf Deutsch: kurz, aktiv, per Du, ein Wort für eine Sache. Raum, Nachricht, Einladung, angeheftet, stummschalten.

language-name = Deutsch

## Zeiten

ago = { $unit ->
    [minutes] { $count ->
        [one] vor { $count } Minute
       *[other] vor { $count } Minuten
    }
    [hours] { $count ->
        [one] vor { $count } Stunde
       *[other] vor { $count } Stunden
    }
    [days] { $count ->
        [one] vor { $count } Tag
       *[other] vor { $count } Tagen
    }
   *[now] gerade eben
}
date = { DATE($at) }
date-weekday = { DATE($at, style: "weekday") }
clock = { TIME($at) }
moment = { DATE($at) }, { TIME($at) } UTC

## Überall

add = Hinzufügen
all-people = Alle Personen
all-rooms = Alle Räume
all-my-rooms = Alle deine Räume
back-to-room = Zurück zu { $room }
browse-rooms = Räume entdecken
cancel = Abbrechen
clear-search = Suche leeren
close = Schließen
copied = Kopiert
copy = Kopieren
copy-link = Link kopieren
create-account = Konto erstellen
create-room = Raum erstellen
create-room-anyway = Raum trotzdem erstellen
date-from = Von
date-to = Bis
delete = Löschen
edit = Bearbeiten
email = E-Mail
invites = Einladungen
latest-messages = Neueste Nachrichten
leave-room = Raum verlassen
manage = Verwalten
manage-person = { $name } verwalten
members = Mitglieder
members-count = { $count ->
    [one] { $count } Mitglied
   *[other] { $count } Mitglieder
}
messages = Nachrichten
messages-count = { $count ->
    [one] { $count } Nachricht
   *[other] { $count } Nachrichten
}
my-rooms = Meine Räume
name = Name
new-room = Neuer Raum
newest = Neueste
older-messages = Ältere Nachrichten
optional = optional
pages = Seiten
password = Passwort
password-hide = Verbergen
password-show = Anzeigen
password-words = Ein paar zufällige Wörter eignen sich gut.
password-hint = { $count ->
    [one] Mindestens { $count } Zeichen.
   *[other] Mindestens { $count } Zeichen.
}
people = Personen
previous = Zurück
refresh = Aktualisieren
remove = Entfernen
rename = Umbenennen
rename-anyway = Trotzdem umbenennen
role = Rolle
role-name = { $role ->
    [owner] Eigentümer
    [admin] Admin
    [moderator] Moderator
    [guest] Gast
   *[member] Mitglied
}
room = Raum
room-active = aktiv { $when }
rooms = Räume
save = Speichern
search = Suchen
send = Senden
settings = Einstellungen
sign-in = Anmelden
sign-out = Abmelden
skip-to-content = Zum Inhalt springen
someone = Jemand
someone-inside = jemand
topic = Thema
try-again = Erneut versuchen
username = Benutzername
device-unknown = Unbekannter Browser
you = Du

## Abgemeldet

sign-in-heading = Willkommen zurück
sign-in-lead = Melde dich bei { $installation } an.
sign-in-login = Benutzername oder E-Mail
sign-in-no-account = Neu hier?
sign-in-closed = Passwort vergessen, oder du brauchst ein Konto? Wende dich an die Verantwortlichen von { $installation }.
sign-in-closed-mail = Du brauchst ein Konto? Wende dich an die Verantwortlichen von { $installation }.
sign-in-password-set = Dein Passwort ist gespeichert. Melde dich damit an.
sign-in-session-ended = Deine Sitzung ist beendet. Melde dich erneut an, um fortzufahren.
sign-in-message-unsent = Deine Sitzung ist beendet, deshalb wurde deine Nachricht nicht gesendet. Kopiere sie, melde dich an und sende sie noch einmal.
typed-label = Dein Text

register-heading = Erstelle dein Konto
register-lead = Werde Teil von { $installation }.
register-lead-invited = { $name } hat dich zu { $installation } eingeladen.
register-lead-invited-room = { $name } hat dich in { $room } bei { $installation } eingeladen.
register-code = Einrichtungscode
register-code-hint = Er wurde dort ausgegeben, wo Hubbub gestartet wurde.
register-username-hint = Kleinbuchstaben und Ziffern. Damit meldest du dich an.
register-email-hint = Nur Admins können sie sehen.
register-display-name = Anzeigename
register-display-name-hint = Das sehen andere. Bleibt er leer, gilt dein Benutzername.
register-have-account = Du hast schon ein Konto?

proof-heading = Passwort bestätigen
proof-lead = Das lässt sich nicht rückgängig machen. Gib deshalb dein Passwort ein. In den nächsten 30 Minuten wirst du nicht noch einmal gefragt.
proof-continue = Weiter

reset-heading = Wähle ein neues Passwort
reset-lead = Für { $name } bei { $installation }. Du wirst überall abgemeldet.
reset-save = Passwort speichern

owner-heading = Richten wir deinen Chat ein
owner-lead = Du bist zuerst da, also gehört er dir. Es dauert eine Minute, und alles lässt sich später ändern.
owner-name = Name deines Teams oder deiner Gemeinschaft
owner-name-hint = Steht auf der Anmeldeseite und in Einladungen.
owner-display-name = Dein Name
owner-create = Eigentümerkonto erstellen
owner-server = Hubbub läuft auf deinem eigenen Server, unter deiner Kontrolle.

setup-title = { $installation } einrichten
setup-heading = { $installation } ist bereit
setup-lead = Du kannst alles davon überspringen und später unter Admin nachholen.
setup-name = Name
setup-name-about = Steht auf der Anmeldeseite, in Einladungen und auf Handys.
setup-saved = Gespeichert
setup-invite = Leute einladen
setup-invite-about = { $count ->
    [one] Erstelle einen Link, mit dem { $count } Person beitreten kann.
   *[other] Erstelle einen Link, mit dem bis zu { $count } Personen beitreten können.
}
setup-invite-link = { $count ->
    [one] Mit diesem Link kann bis { $date } { $count } Person beitreten.
   *[other] Mit diesem Link können bis { $date } bis zu { $count } Personen beitreten.
}
setup-invite-change = Ändern
setup-rooms = Mit einem Raum beginnen
setup-rooms-about = Alle, die dazukommen, finden ihn in der Liste der Räume.
setup-demo = Eine Demo ansehen
setup-demo-about = Ein Raum mit ein paar Nachrichten, die zeigen, was du tun kannst. Lösche ihn, wann du möchtest.
setup-demo-add = Demoraum hinzufügen
setup-demo-added = Demoraum hinzugefügt
setup-open = { $installation } öffnen
setup-skip = Jetzt nicht

demo-name = Demo
demo-topic = Hier kannst du alles ausprobieren
demo-hello = Dieser Raum zeigt, was du mit Nachrichten tun kannst. Probiere hier alles aus und lösche den Raum, wenn du fertig bist.
demo-text = Schreib **fett**, *kursiv*, ~~durchgestrichen~~ und `Code`, und füge Links wie https://example.org ein.
demo-code =
    Code behält seine Form zwischen zwei Zeilen mit je drei Gravis-Zeichen:

    ```
    for boat in harbour:
        boat.moor()
    ```
demo-quote =
    > Beginne eine Zeile mit >, um jemanden zu zitieren.

    Antworte darunter.
demo-mention = Erwähne jemanden mit @ und dem Benutzernamen. Die Person erfährt davon, auch wenn sie gerade einen anderen Raum liest: hallo @{ $username }
demo-tools = Zeig auf eine Nachricht, um ihren Link zu kopieren oder sie anzuheften, zu bearbeiten oder zu löschen. Auf dem Handy tippst du sie an.

welcome-heading = Willkommen bei { $installation }, { $name }
welcome-greeted-by = Ein Gruß von { $name }, mit deiner Einladung
welcome-invited-by = { $name } hat dich eingeladen
welcome-write-greeting = Einen Gruß für alle schreiben, die dazukommen
welcome-step = { $step ->
    [hello] Sag Hallo
    [name] Gib deinen Namen an
   *[rooms] Räume entdecken
}
welcome-done = (erledigt)
welcome-hello-about = { $count ->
    [one] Eine Zeile genügt. Du bist zuerst in diesem Raum.
   *[other] Eine Zeile genügt. In diesem Raum sind { $count } Personen.
}
welcome-name-about = Damit andere wissen, wer mit ihnen spricht.
welcome-rooms-about = Sieh nach, worüber gesprochen wird, und mach mit.
welcome-write = Schreiben
welcome-edit-name = Name ändern
welcome-browse = Entdecken
welcome-hide = Diese Schritte ausblenden

forgot-heading = Passwort vergessen?
forgot-text = Bitte einen Admin um einen Link zum Zurücksetzen. Damit wählst du ein neues Passwort; deine Nachrichten und Räume bleiben, wie sie sind.
forgot-again = Neuen Link anfordern
forgot-lead = Gib deinen Benutzernamen oder deine E-Mail-Adresse ein. Wenn deine Adresse bestätigt ist, schicken wir dir einen Link, mit dem du ein neues Passwort wählst.
forgot-send = Link schicken
forgot-sent-heading = Sieh in deine E-Mails
forgot-sent = Wenn es dieses Konto gibt und seine E-Mail-Adresse bestätigt ist, ist ein Link unterwegs. Er funktioniert einmal, 30 Minuten lang.
forgot-sent-else = Nach ein paar Minuten ist nichts da? Sieh im Spam-Ordner nach, oder bitte einen Admin um einen Link.

confirm-heading = Bestätige deine E-Mail-Adresse
confirm-lead = Gehört diese Adresse zum Konto { $username } bei { $installation }? Wenn du dieses Konto nicht kennst, schließe diese Seite.
confirm-do = Adresse bestätigen
confirm-done-heading = Deine Adresse ist bestätigt
confirm-done = Sie gehört zu { $username }. Du kannst dich damit bei { $installation } anmelden, und dir einen Link dorthin schicken lassen, wenn du dein Passwort vergisst.
dead-confirm-text = Melde dich an und lass dir in deinen Einstellungen einen neuen Link schicken.

closed-kind-account = Registrierung
closed-kind-reset = Passwort
closed-heading = Registrierung geschlossen
closed-text = Zurzeit kann niemand ein Konto erstellen. Wenn du jemanden kennst, der diese Seite betreibt, bitte dort um eines.
closed-invite-heading = Nur mit Einladung
closed-invite-text = Du brauchst eine Einladung, um ein Konto zu erstellen. Wenn du eine bekommen hast, öffne den Link in der Nachricht.
dead-invite-kind = Einladung
dead-invite-heading = { $state ->
    [used] Diese Einladung wurde schon verwendet
    [revoked] Diese Einladung wurde widerrufen
    [expired] Diese Einladung ist abgelaufen
   *[unknown] Einladung nicht gefunden
}
dead-invite-text = { $state ->
    [used] Alle, für die sie war, sind da. { $name } hat dich zu { $installation } eingeladen; bitte dort um einen neuen Link.
    [revoked] Sie gilt nicht mehr. { $name } hat dich zu { $installation } eingeladen; bitte dort um einen neuen Link.
   *[expired] Sie galt bis { $date }. { $name } hat dich zu { $installation } eingeladen; bitte dort um einen neuen Link.
}
dead-invite-unknown = Der Link ist vielleicht unvollständig. Kopiere ihn ganz, oder bitte um einen neuen, wo du ihn herhast.
dead-invite-account = Du hast schon ein Konto? Dann brauchst du keine Einladung.
closed-create-anyway = Konto ohne Einladung erstellen
dead-reset-heading = { $state ->
    [used] Dieser Link wurde schon verwendet
    [expired] Dieser Link ist abgelaufen
   *[unknown] Link nicht gefunden
}
dead-reset-text = { $state ->
    [used] Ein Link zum Zurücksetzen funktioniert einmal. Melde dich mit dem Passwort an, das du gewählt hast, oder fordere einen neuen Link an.
    [expired] Links zum Zurücksetzen gelten nur eine Weile.
   *[unknown] Der Link ist vielleicht unvollständig, oder du hast seither einen neueren bekommen. Kopiere ihn ganz, oder fordere einen neuen an.
}

## E-Mails

mail-hello = Hallo { $name },
mail-about = { $installation } unter { $address } hat diese E-Mail automatisch verschickt.
mail-reset-subject = Passwort für { $installation } zurücksetzen
mail-reset-text = Jemand hat um einen Link gebeten, um ein neues Passwort für dein Konto bei { $installation } zu wählen. Er funktioniert einmal, 30 Minuten lang.
mail-reset-else = Wenn du das nicht warst, ignoriere diese E-Mail. Dein Passwort bleibt, wie es ist.
mail-confirm-subject = Bestätige deine E-Mail-Adresse für { $installation }
mail-confirm-text = Diese Adresse wurde für das Konto { $username } bei { $installation } angegeben. Bestätige, dass sie deine ist. Der Link gilt einen Tag.
mail-confirm-else = Wenn du dieses Konto nicht kennst, ignoriere diese E-Mail.
mail-hello-anyone = Hallo,
mail-device-subject = Neue Anmeldung bei { $installation }
mail-device-text = Jemand hat sich mit deinem Konto { $username } bei { $installation } angemeldet, mit einem Browser oder aus einem Netz, die dafür noch nie benutzt wurden: { $device }, { $moment }. Wenn du das warst, musst du nichts tun.
mail-device-button = Deine Sitzungen ansehen
mail-device-else = Wenn du das nicht warst, ändere dein Passwort. Damit werden alle anderen abgemeldet.
mail-invite-subject = Du bist zu { $installation } eingeladen
mail-invite-else = Wenn du damit nichts anfangen kannst, ignoriere diese E-Mail.
mail-unread-subject = Ungelesene Nachrichten bei { $installation }
mail-unread-subject-room = Ungelesene Nachrichten in { $room }
mail-unread-subject-direct = Ungelesene Nachrichten von { $name }
mail-unread-text = { $count ->
    [one] Bei { $installation } wartet eine Nachricht darauf, dass du sie liest.
   *[other] Bei { $installation } warten { $count } Nachrichten darauf, dass du sie liest.
}
mail-unread-more = { $count ->
    [one] … und eine weitere
   *[other] … und { $count } weitere
}
mail-unread-why = { $pace ->
    [minutes] Du bekommst diese E-Mail, weil du über Nachrichten benachrichtigt werden willst, die du nach 10 Minuten nicht gelesen hast.
    [hour] Du bekommst diese E-Mail, weil du über Nachrichten benachrichtigt werden willst, die du nach einer Stunde nicht gelesen hast.
   *[daily] Du bekommst diese E-Mail, weil du einmal am Tag über Nachrichten benachrichtigt werden willst, die du nicht gelesen hast.
}
mail-unread-settings = Wählen, wann du sie bekommst
mail-unread-stop = Diese E-Mails abbestellen
unsubscribe-heading = E-Mails über ungelesene Nachrichten abbestellen?
unsubscribe-lead = { $installation } schickt dir dann keine E-Mails über ungelesene Nachrichten mehr. Alles andere bleibt, wie es ist.
unsubscribe-done-heading = Keine E-Mails über ungelesene Nachrichten mehr
unsubscribe-done = Du kannst sie bei { $installation } in den Einstellungen für Benachrichtigungen wieder einschalten.
dead-unsubscribe-text = Vielleicht ist der Link unvollständig. Du kannst diese E-Mails auch in den Einstellungen für Benachrichtigungen abbestellen.

## Die Liste der Räume

home-link = { $installation }, Start
home = Start
room-list-empty = Du bist noch in keinem Raum. Entdecke Räume oder erstelle einen.
room-list-empty-guest = Du wurdest noch zu keinem Raum hinzugefügt.
admin = Admin
unread-count = ungelesen
mention-count = Erwähnungen von dir
settings-of = Einstellungen für

## Start und Räume

jump-to = Springen zu …
jump-hint = Zu einem Raum oder einer Person springen
jump-results = Ergebnisse
jump-none = Nichts gefunden. Versuche einen anderen Teil des Namens.
jump-commands = Befehle
jump-key-enter = Enter
jump-key-escape = Esc
jump-key-jump = Strg K
jump-key-move = auswählen
jump-key-open = öffnen
jump-key-close = schließen

home-heading = Willkommen zurück, { $name }
home-mentioned = Du wurdest erwähnt
home-waiting = { $rooms ->
    [one] { $rooms } Unterhaltung mit neuen Nachrichten.
   *[other] { $rooms } Unterhaltungen mit neuen Nachrichten.
}
home-waiting-mentions = { $mentions ->
    [one] { $mentions } Erwähnung
   *[other] { $mentions } Erwähnungen
}, { $rooms ->
    [one] { $rooms } Unterhaltung mit neuen Nachrichten.
   *[other] { $rooms } Unterhaltungen mit neuen Nachrichten.
}
home-read = Du bist auf dem neuesten Stand.
home-read-about = Nichts wartet auf dich. Neue Nachrichten erscheinen hier.
home-mentions = Erwähnungen
home-unread = Ungelesen
home-drafts = Entwürfe
home-recent = Zuletzt
home-lately = Zuletzt aktiv
home-aside = Personen und Räume
home-in-room = in { $room }
home-author = { $name }:
home-you = Du:
home-new = { $count } neu
home-show-all = Alle { $count } anzeigen

browse-lead = Offen für alle bei { $installation }. Sieh hinein, bevor du beitrittst.
browse-name-hint = In jeder Sprache, höchstens 80 Zeichen. Du kannst ihn später umbenennen.
browse-lead-guest = Als Gast siehst du die Räume, zu denen du hinzugefügt wurdest.
browse-kind = Wer ihn finden kann
browse-find = Raum suchen
browse-find-hint = Nach Name oder Thema suchen
browse-sort = Sortieren
browse-order = { $order ->
    [name] Name
    [members] Mitglieder
    [newest] Neueste
   *[active] Zuletzt aktiv
}
browse-which = Welche Räume
browse-show = { $show ->
    [joined] Beigetreten
    [others] Nicht beigetreten
   *[public] Alle
}
browse-active = Zuletzt aktiv
browse-none-other = Du bist in jedem Raum, den es gibt.
browse-none-found = Kein Raum passt zu deiner Suche.
browse-none = Es gibt noch keine öffentlichen Räume. Erstelle den ersten.
browse-more = Weitere Räume
browse-join = Beitreten
browse-join-room = { $room } beitreten
browse-joined = Beigetreten

new-room-topic-hint = Wofür ist dieser Raum?
new-room-kind = { $kind ->
    [private] Nur Personen, die du hinzufügst
   *[public] Alle bei { $installation }
}
new-room-kind-note = { $kind ->
    [private] Für alle anderen unsichtbar, auch in der Suche
   *[public] Alle können ihn finden, hineinsehen und beitreten
}
new-room-people = Personen hinzufügen
new-room-people-hint = Benutzernamen, durch Kommas getrennt.

## Tasten

keys = Tastenkürzel
keys-show = Tastenkürzel anzeigen
keys-lead = Auf einem Mac gilt ⌘ wie Strg.
keys-letters = Tastenkürzel aus einem Buchstaben in diesem Browser verwenden
key-place = { $place ->
    [anywhere] Überall
    [room] In einem Raum
    [page] Solange du nichts tippst
    [inbox] Im Eingang
    [message] Auf einer Nachricht
    [inside] Auf einem Link oder Knopf in einer Nachricht
   *[writing] Beim Schreiben
}
key-name = { $part ->
    [Mod] Strg
    [ArrowUp] ↑
    [ArrowDown] ↓
    [Enter] { jump-key-enter }
    [Escape] { jump-key-escape }
    [Delete] Entf
    [Shift] Umschalt
    [Home] Pos1
    [End] Ende
   *[other] { $part }
}
key-does = { $command ->
    [search] Nachrichten durchsuchen
    [jump] Zu einem Raum, einer Person oder einem Befehl springen
    [room-previous] Voriger Raum
    [room-next] Nächster Raum
    [unread-previous] Voriger ungelesener Raum
    [unread-next] Nächster ungelesener Raum
    [region-next] Nächster Teil der Seite
    [region-previous] Voriger Teil der Seite
    [keys] Diese Liste anzeigen
    [mark-read] Raum als gelesen markieren
    [message-next] Nächste Nachricht
    [message-previous] Vorige Nachricht
    [message-first] Erste angezeigte Nachricht
    [message-last] Letzte angezeigte Nachricht
    [message-enter] Zum ersten Link in der Nachricht
    [message-leave] Zurück zum Schreiben
    [message-back] Zurück zur Nachricht
    [reply] Antworten
    [thread] Thread öffnen
    [react] Reaktion hinzufügen
    [edit] Bearbeiten
    [delete] Löschen
    [unread] Ab hier als ungelesen markieren
    [link] Link kopieren
    [inbox-next] Weiter
    [inbox-previous] Zurück
    [inbox-open] Öffnen
    [inbox-reply] Antworten
    [inbox-done] Erledigt
    [inbox-save] Speichern
    [inbox-snooze] Später
    [inbox-undo] Rückgängig
    [send] Senden
    [line] Neue Zeile
    [edit-last] Deine letzte Nachricht bearbeiten
    [bold] Fett
    [italic] Kursiv
    [strike] Durchgestrichen
    [link-words] Ausgewählte Wörter verlinken
    [code] Code
   *[other] –
}

## Eingang

inbox = Eingang
inbox-count = wartend
inbox-tab = { $show ->
    [all] Alles
    [mentioned] Erwähnungen
    [direct] Direkt
    [thread] Threads
    [keyword] Stichwörter
    [everything] Räume
    [snoozed] Zurückgestellt
   *[done] Erledigt
}
inbox-row = { $why ->
    [mentioned] { $count ->
        [one] { $name } hat dich in { $room } erwähnt
       *[other] { $name } hat dich in { $room } erwähnt, insgesamt { $count } für dich
    }
    [thread] { $count ->
        [one] { $name } hat in { $room } in einem Thread geantwortet, dem du folgst
       *[other] { $count } neue Antworten in { $room } in einem Thread, dem du folgst, zuletzt von { $name }
    }
    [keyword] { $name } hat in { $room } dein Stichwort { $keyword } benutzt
   *[everything] { $count ->
        [one] { $name } hat in { $room } geschrieben
       *[other] { $count } neue Nachrichten in { $room }, zuletzt von { $name }
    }
}
inbox-row-direct = { $why ->
    [mentioned] { $name } hat dich in einer Direktnachricht erwähnt
    [thread] { $count ->
        [one] { $name } hat in einem Thread geantwortet, dem du folgst
       *[other] { $count } neue Antworten in einem Thread, dem du folgst, zuletzt von { $name }
    }
    [keyword] { $name } hat dein Stichwort { $keyword } benutzt
   *[direct] { $count ->
        [one] { $name } hat dir geschrieben
       *[other] { $name } hat dir { $count } Nachrichten geschrieben
    }
}
inbox-done = Erledigt
inbox-was-done = Erledigt. Bei etwas Neuem kommt es zurück.
inbox-undo = Rückgängig
inbox-back = Zurück in den Eingang
inbox-all-done = Alles erledigt
inbox-none = { $show ->
    [snoozed] Nichts ist zurückgestellt.
   *[done] Nichts, was du erledigt hast, ist noch ungelesen.
}
inbox-snooze = Später
inbox-until = Zurückgestellt bis
inbox-why = Warum steht das hier?
inbox-reply-to = { $name } in { $room } antworten
inbox-reply-to-direct = { $name } antworten
inbox-said = Antwort gesendet, Unterhaltung erledigt.
inbox-said-way = Dorthin

## Gespeicherte Nachrichten

saved = Gespeichert
saved-lead = Nachrichten, die du gespeichert hast. Nur du siehst diese Liste.
saved-none = Noch nichts gespeichert. Speichere eine Nachricht, um sie hier zu finden.
saved-title = Nachricht in { $room } speichern
saved-heading = Diese Nachricht speichern
saved-heading-saved = Gespeicherte Nachricht
saved-remind = Erinnere mich
saved-when = { $when ->
    [never] Keine Erinnerung
    [hour] In einer Stunde
    [tomorrow] Morgen um 9:00
    [week] Nächste Woche
   *[date] An einem Datum
}
saved-when-kept = Wie eingestellt: { $at }
saved-date = Datum und Uhrzeit
saved-utc = Ohne JavaScript gelten die Zeiten in UTC.
saved-remove = Entfernen
saved-done = Erledigt
saved-due = Erinnerung:
saved-due-count = fällig
saved-remind-me = Erinnere mich
saved-more = Mehr anzeigen

## Search

search-label = Nachrichten durchsuchen
search-here = In dieser Unterhaltung suchen
search-for = Nachrichten nach { $words } durchsuchen
search-help = Tipps zur Suche
search-operator = { $operator ->
    [words] Steg Donnerstag
    [phrase] "der Steg ist gebucht"
    [without] -Regen
    [from] from:rosa
    [in] in:general
    [has] has:file
    [is] is:saved
   *[date] after:2026-11-01
}
search-operator-about = { $operator ->
    [words] Alle diese Wörter oder solche, die so beginnen
    [phrase] Diese Wörter hintereinander
    [without] Nachrichten ohne dieses Wort
    [from] Von jemandem geschrieben; from:me für deine eigenen
    [in] In einem Raum
    [has] Mit einer Datei, oder has:link, has:image, has:reaction, has:thread
    [is] Von dir gespeichert, oder is:pinned, is:mine, is:unread, is:thread
   *[date] Nach einem Tag, oder before:, on:, during:2026-11
}
search-add = Hinzufügen
search-filter = { $operator ->
    [from] Person
    [in] Raum
    [has] Link, Datei, Bild
    [is] gespeichert, ungelesen
   *[date] Datum
}
search-scope = Wo gesucht wird
search-scope-name = { $scope ->
    [direct] Direktnachrichten
   *[everywhere] Überall
}
search-in = In { $room }
search-order = Reihenfolge
search-order-name = { $order ->
    [relevance] Relevanz
   *[newest] Neueste
}
search-direct = in deiner Unterhaltung mit { $name }
search-in-thread = in einem Thread in { $room }
search-context = Kontext zeigen
search-context-hide = Kontext ausblenden
search-context-of = der Nachricht von { $name }
search-none = Nichts gefunden. Versuch es mit weniger oder kürzeren Wörtern, oder such überall.
search-begin = Finde alles, was in Räumen und Unterhaltungen steht, die du lesen kannst.
search-first = Zurück zum Anfang
search-more = Mehr Nachrichten
search-beside = Personen, Räume und Dateien
search-files = Dateien
search-back = Zurück zu den Suchergebnissen

## Alles Ungelesene

unread-all = Alles Ungelesene
unread-lead = Eine Nachricht gilt als gelesen, sobald du sie gesehen hast.
unread-read-all = Alles auf einer Seite lesen
unread-since = { $count ->
    [one] { $count } neue Nachricht seit { $time }
   *[other] { $count } neue Nachrichten seit { $time }
}
unread-mark = Als gelesen markieren
unread-more = { $count ->
    [one] { $count } weitere Nachricht
   *[other] { $count } weitere Nachrichten
}
unread-news = Es ist etwas dazugekommen. Anzeigen
date-jump = Zu einem Datum springen
date-go = Los

## Ein Raum

room-people = Wer da ist, und Details zum Raum
room-no-script = Schalte JavaScript ein, um neue Nachrichten sofort zu sehen.
room-mark-read = Alles als gelesen markieren
room-start = Hier beginnt { $room }
room-start-messages = Darunter stehen die Nachrichten.
room-start-member = Schreib die erste Nachricht.
room-start-visitor = Noch keine Nachrichten. Tritt bei, um die erste zu schreiben.
room-start-archived = Hier wurden keine Nachrichten geschrieben.
room-start-topic = Sag, wofür er da ist
room-start-people = Leute hinzufügen
room-jump = Zum Neuesten springen
room-write = Nachricht an { $room }
room-write-hello = Sag Hallo in { $room }
room-preview = Du siehst dir diesen Raum nur an. Tritt bei, um zu schreiben und Neues zu erfahren.
room-join = Raum beitreten
room-announced = Hier schreiben nur Moderatoren. Du kannst reagieren und in Threads antworten.
room-announcements = Hier schreiben nur Moderatoren.
slow-mode = Langsamer Modus: { $time } zwischen zwei Nachrichten.
slow-wait = { $count ->
    [one] Du kannst in { $count } Sekunde wieder schreiben
   *[other] Du kannst in { $count } Sekunden wieder schreiben
}
slow-wait-live = Du kannst in { $time } wieder schreiben
# A pause between two messages, in seconds; 0: none.
pause = { $seconds ->
    [0] Aus
    [60] 1 Minute
    [300] 5 Minuten
    [900] 15 Minuten
    [3600] 1 Stunde
   *[other] { $seconds } Sekunden
}
room-muted = Du bist in diesem Raum bis { $until } stummgeschaltet. Lesen kannst du weiterhin.
room-muted-why = Grund ansehen
room-archived = Dieser Raum ist archiviert. Du kannst ihn lesen, aber niemand kann schreiben.
room-details = Details zum Raum
room-here = Gerade hier
room-here-none = Niemand hier

## Threads

thread = Thread
thread-title = Thread in { $room }
thread-replies = { $count ->
    [one] { $count } Antwort
   *[other] { $count } Antworten
}
thread-last = zuletzt { $time }
thread-empty = Noch keine Antworten
thread-follow = Folgen
thread-unfollow = Nicht mehr folgen
thread-also = Auch an { $room } senden
thread-write = Im Thread antworten
threads = Threads
threads-lead = Threads, denen du folgst und in denen es Neues gibt.
threads-none = Nichts Neues in den Threads, denen du folgst.

## Nachrichten

# Files: of a message, and the page to send them from.
files = Dateien
files-title = Dateien in { $room }
files-name = Nach Namen suchen
files-kind = Art
files-of-kind = { $kind ->
    [picture] Bilder
    [video] Videos
    [audio] Audio
    [other] Dokumente und anderes
   *[all] Alle Arten
}
files-by = Gesendet von
files-by-anyone = Allen
files-from = Von
files-to = Bis
files-message = Zur Nachricht
files-copy-link = Link kopieren
files-none = Hier wurden noch keine Dateien gesendet.
files-none-found = Keine Datei passt dazu.
files-all = Alle Dateien anzeigen
files-own = Du verwendest { $used } von { $max }. Hochgeladene Dateien, die du nicht gesendet hast, zählen mit.
files-most = von { $max }
files-store = Aufbewahrte Dateien
files-unposted = { $count ->
    [one] { $count } nicht gesendete Datei
   *[other] { $count } nicht gesendete Dateien
}
files-unposted-about = { $size }. Jede wird { $hours } Stunden nach Beginn des Hochladens entfernt.
files-unwanted = { $count ->
    [one] { $count } Datei wird gleich entfernt
   *[other] { $count } Dateien werden gleich entfernt
}
files-unwanted-about = Aus gelöschten Nachrichten und nicht gesendete Dateien.
files-orphans = { $count ->
    [one] { $count } unbekannte Datei im Speicher
   *[other] { $count } unbekannte Dateien im Speicher
}
files-orphans-about = Von diesem Gateway beim letzten Durchsehen des Speichers gefunden. Findet es sie sechs Stunden später wieder, werden sie entfernt.
upload-title = Dateien senden in { $room }
upload-heading = Dateien senden
upload-lead = In { $room }. Du kannst bis zu { $max } Dateien auf einmal senden.
upload-words = Nachricht (optional)
upload-files = Dateien
upload-back = Zurück zur Unterhaltung
attach-files = Dateien anhängen
upload-chosen = Dateien dieser Nachricht
upload-move-keys = Die Pfeiltasten nach oben und unten verschieben eine Datei.
upload-describe = Beschreibe dieses Bild
upload-choose = Erneut auswählen
upload-progress = Hochgeladen
upload-drop = Lege Dateien hier ab, um sie an deine Nachricht anzuhängen
upload-camera = Foto aufnehmen
upload-choose-files = Dateien auswählen
file-download = Herunterladen
file-keeps-metadata = Kameradaten erhalten
file-size = { $unit ->
    [gb] { $amount } GB
    [mb] { $amount } MB
    [kb] { $amount } KB
   *[byte] { $amount } B
}
sent-files = { $count ->
    [one] Datei gesendet
   *[other] { $count } Dateien gesendet
}

# The picture over the page, and pictures that move.
picture-play = { $name } abspielen
lightbox-count = { $place } von { $all }
lightbox-play = Abspielen
lightbox-zoom = Originalgröße
lightbox-message = Zur Nachricht
lightbox-original = Original öffnen
lightbox-previous = Vorheriges Bild
lightbox-next = Nächstes Bild

message-deleted = Diese Nachricht wurde gelöscht.
message-edited = (bearbeitet { $time })
message-actions = Aktionen für diese Nachricht
message-action = { $action ->
    [thread] Thread
    [reply] Antworten
    [edit] { edit }
    [delete] { delete }
    [pin] Anheften
    [unpin] Loslösen
    [remove_previews] Linkvorschau entfernen
    [react] Reaktion hinzufügen
    [save] Speichern
    [unsave] Nicht mehr speichern
    [report] Melden
    [why] Warum wurde ich (nicht) benachrichtigt?
   *[unread] Als ungelesen markieren
}
message-more = Weitere Aktionen
message-new = Neu
message-links = Links
message-show-more = Mehr anzeigen
# Of a box in a list of tasks.
message-tick = { $done ->
    [yes] Haken entfernen: { $task }
   *[no] Abhaken: { $task }
}
blocked-message = Nachricht von jemandem, den du blockiert hast
blocked-show = Anzeigen
blocked-hide = Ausblenden
message-spoiler = Verdeckter Text
code-wrap = Zeilen umbrechen
# Was mehr als eine Person ruft: nach einem @ angeboten, und gesagt, bevor es gesendet wird.
broadcast-offer = { $word ->
    [room] Alle in diesem Raum
   *[here] Alle, die gerade da sind
}
broadcast-says = { $word ->
    [room] Das benachrichtigt { $count } Personen.
   *[here] Das benachrichtigt alle, die da sind, von { $count } Personen.
}
broadcast-send = { $word ->
    [room] An { $count } senden
   *[here] An bis zu { $count } senden
}
# What is typed after a slash.
slash-help = Du kannst /me, /msg, /invite, /mute (diesen Raum, nur für dich), /mute @person 10m Grund (für Moderatoren), /unmute, /topic, /status, /leave, /shrug und /help eingeben. Soll eine Nachricht mit einem Schrägstrich beginnen, gib zwei ein: //
slash-unknown = Den Befehl /{ $name } gibt es nicht. Soll eine Nachricht mit einem Schrägstrich beginnen, gib zwei ein: //
slash-needs-words = Schreib noch etwas hinter /{ $name }.
slash-mute = Mit /mute schaltest du diesen Raum für dich stumm. Um jemanden stummzuschalten, nenne die Person: /mute @person 10m Grund
slash-not-in-thread = Das geht im Raum, nicht in einem Thread. Soll eine Nachricht mit einem Schrägstrich beginnen, tippe zwei: //
slash-about = { $command ->
    [me] Sag, was du gerade tust
    [msg] Jemandem direkt schreiben
    [invite] Jemanden zu diesem Raum hinzufügen
    [mute] Diesen Raum stummschalten, oder @person 10m
    [unmute] Stummschaltung aufheben, auch von @person
    [topic] Das Thema ändern
    [status] Deinen Status setzen, mit /status clear entfernen
    [leave] Diesen Raum verlassen
    [shrug] Mit den Schultern zucken
   *[help] Zeigen, was du eingeben kannst
}
emoji = Vorschläge
# Behind whoever said what a message links to.
linked-where = in { $room }
message-sending = Wird gesendet …
message-retry = Erneut senden
message-discard = Verwerfen
message-log = Neue Nachrichten
reactions = Reaktionen
reactions-title = Reaktionen in { $room }
reactions-none = Niemand hat auf diese Nachricht reagiert.
reactors-you = Du
reactors-and = { $names } und { $last }
reactors-others = { $count ->
    [one] { $count } weitere Person
   *[other] { $count } weitere
}
reactors-with = mit { $reaction }
react-title = Auf eine Nachricht in { $room } reagieren
react-mine = Deine Reaktionen
react-remove = Entfernen
react-choose = Emoji wählen
react-word = Oder ein beliebiges Emoji oder Wort, bis zu 16 Zeichen
react-add = Hinzufügen
picker-search = Emoji suchen oder Wort eingeben
picker-tone = Hautton ändern
picker-groups = Arten von Emoji
admin-emoji = Emoji
emoji-heading = Eigene Emoji
emoji-lead = Schreibe ihren Namen in einer Nachricht zwischen zwei Doppelpunkte, oder wähle sie als Reaktion.
emoji-add = Emoji hinzufügen
emoji-name-hint = Buchstaben a bis z, Ziffern, _, + und -, etwa party_cat.
emoji-picture = Bild
emoji-picture-hint = PNG, WebP, GIF oder JPEG, bis 1 MB. Es bewegt sich nicht.
emoji-all = { $count ->
    [0] Keine eigenen Emoji
    [one] { $count } eigenes Emoji
   *[other] { $count } eigene Emoji
}
emoji-by = hinzugefügt von { $name }
emoji-remove = Entfernen
emoji-remove-one = :{ $name }: entfernen
emoji-none = Noch keine.
emoji-members = Wer Emoji hinzufügen kann
emoji-members-no = Nur Admins
emoji-members-yes = Admins und Mitglieder
emoji-did-add = Emoji hinzugefügt.
emoji-did-remove = Emoji entfernt. Wo es verwendet wurde, steht jetzt sein Name.
emoji-did-members = Gespeichert. Es gilt ab jetzt.
picker-group = { $group ->
    [recent] Zuletzt verwendet
    [custom] Eigene
    [smileys] Smileys
    [people] Menschen
    [nature] Tiere und Natur
    [food] Essen und Trinken
    [travel] Reisen und Orte
    [activities] Aktivitäten
    [objects] Gegenstände
    [symbols] Symbole
   *[flags] Flaggen
}
delete-heading = Diese Nachricht löschen?
delete-about = Der Text wird für alle entfernt; ein Hinweis bleibt.
delete-title = Nachricht in { $room } löschen
delete-lead = In { $room }. Der Text wird für alle entfernt; ein Hinweis bleibt.
edit-heading = Bearbeite deine Nachricht
edit-label = Deine Nachricht
edit-remove-files = Diese Dateien entfernen:
edit-says-now = Jetzt steht dort:
edit-use-words = Diesen Text verwenden
edit-title = Nachricht in { $room } bearbeiten
edit-lead = In { $room }. Alle dort sehen den neuen Text und dass er bearbeitet wurde.
reply-to = Antwort auf
reply-edited = (bearbeitet)
reply-cancel = Nicht auf diese Nachricht antworten
reply-return = Zurück zu deiner Stelle
reply-heading = Auf diese Nachricht antworten
reply-title = Antworten in { $room }
reply-lead = In { $room }. Deine Antwort zeigt, worauf sie sich bezieht.
reply-label = Deine Antwort
back-to-message = Zurück zur Nachricht

## Was in einer bearbeiteten Nachricht vorher stand

edits = Bearbeitungsverlauf
edits-title = Bearbeitungsverlauf in { $room }
edits-lead = In { $room }. Nur Mitglieder sehen ihn.
edits-now = Aktuelle Fassung
edits-no-words = Kein Text
edits-none = Von dieser Nachricht sind keine früheren Fassungen aufbewahrt.
edits-older = Ältere Fassungen
edits-erase = Frühere Fassungen löschen

## Die Reihenfolge der Seitenleiste

arrange = Räume anordnen
arrange-lead = Das ist deine eigene Reihenfolge, auf allen deinen Geräten.
arrange-sort = Räume sortieren
arrange-by = { $sort ->
    [activity] Nach Aktivität, die neueste zuerst
    [hand] Von Hand: Zieh Räume in der Seitenleiste oder verschiebe sie hier
   *[name] Nach Namen
}
arrange-part = { $part ->
    [starred] Markiert
   *[rooms] Räume
}
sections = Abschnitte
sections-about = Fasse Räume unter eigenen Überschriften zusammen. Nur du siehst sie.
section-new = Neuer Abschnitt
section-add = Abschnitt hinzufügen
section-name = Name des Abschnitts
section-remove = { $name } entfernen
section-of = Abschnitt für { $room }
section-move = Verschieben
arrange-up = { $room } nach oben
arrange-down = { $room } nach unten

## Formatierung und Vorschau

format = Formatierung
format-name = { $what ->
    [bold] Fett
    [italic] Kursiv
    [strike] Durchgestrichen
    [link-words] Link
    [quote] Zitat
    [list] Liste
    [code] Code
   *[spoiler] Spoiler
}
preview = Vorschau
preview-title = Vorschau in { $room }
preview-lead = In { $room }. Noch sieht das niemand außer dir.
preview-of-command = Das ist ein Befehl und keine Nachricht; dafür gibt es keine Vorschau.
preview-unreachable = Die Vorschau lässt sich gerade nicht anzeigen. Dein Text geht nicht verloren.

line = { $what ->
    [left] { $actor } hat den Raum verlassen
    [removed] { $actor } hat { $target } entfernt
    [banned] { $actor } hat { $target } gesperrt
    [added] { $actor } hat { $target } hinzugefügt
    [unbanned] { $actor } hat { $target } entsperrt
    [muted] { $actor } hat { $target } stummgeschaltet
    [unmuted] { $actor } hat die Stummschaltung von { $target } aufgehoben
    [deleted] { $actor } hat eine Nachricht von { $target } gelöscht
    [pinned] { $actor } hat eine Nachricht angeheftet
    [unpinned] { $actor } hat eine Nachricht losgelöst
    [renamed] { $actor } hat diesen Raum umbenannt
    [described] { $actor } hat das Thema geändert
    [no-topic] { $actor } hat das Thema entfernt
    [announcements] { $actor } hat daraus einen Raum für Ankündigungen gemacht
    [no-announcements] { $actor } lässt hier wieder alle schreiben
    [slow-mode] { $actor } hat den langsamen Modus eingeschaltet
    [no-slow-mode] { $actor } hat den langsamen Modus ausgeschaltet
    [edit-history] { $actor } hat den Bearbeitungsverlauf eingeschaltet: Ab jetzt sehen Mitglieder, was in bearbeiteten Nachrichten vorher stand
    [no-edit-history] { $actor } hat den Bearbeitungsverlauf ausgeschaltet: Frühere Fassungen wurden gelöscht
    [previews] { $actor } hat Linkvorschauen eingeschaltet
    [no-previews] { $actor } hat Linkvorschauen ausgeschaltet
    [broadcast-moderators] { $actor } lässt hier nur noch Moderatoren alle benachrichtigen
    [broadcast-everyone] { $actor } lässt hier wieder jeden alle benachrichtigen
    [picture] { $actor } hat das Bild dieses Raums geändert
    [no-picture] { $actor } hat das Bild dieses Raums entfernt
    [archived] { $actor } hat diesen Raum archiviert
    [restored] { $actor } hat den Raum aus dem Archiv geholt
    [inspected] { $actor } hat diesen Raum als Admin angesehen
   *[joined] { $actor } ist beigetreten
}

line-until = bis { $until }

## Listen von Nachrichten, die ein Raum führt

list-name = { $list ->
   *[pins] Angeheftet
}
list-title = { $list ->
   *[pins] Angeheftet in { $room }
}
list-none = { $list ->
   *[pins] Noch sind keine Nachrichten angeheftet.
}
list-jump = Zur Nachricht

## Mitglieder eines Raums

members-title = Mitglieder von { $room }
members-private = Nur sie wissen von diesem Raum.
members-room-settings = Einstellungen des Raums
members-add = Jemanden hinzufügen
members-add-hint = Die Person ist sofort dabei, und der Raum erfährt es.
members-since = seit { $date }
members-role-change = Rolle ändern
members-reason = Grund
members-reason-hint = optional, im Raum zu sehen
members-how-long = Wie lange
# How long something lasts, in minutes; 0: it does not end by itself.
length = { $minutes ->
    [0] Bis zur Entsperrung
    [10] 10 Minuten
    [60] 1 Stunde
    [480] 8 Stunden
    [1440] 1 Tag
    [10080] 1 Woche
    [43200] 30 Tage
   *[other] { $minutes } Minuten
}
members-mute = Stummschalten
members-unmute = Stummschaltung aufheben
members-unmute-person = Stummschaltung von { $name } aufheben
members-muted-until = Stumm bis { $until }
members-banned-until = Bis { $until }
members-banned-for-good = Bis zur Entsperrung
members-ban = Sperren
members-banned = Gesperrt
members-unban = Entsperren
members-unban-person = { $name } entsperren
members-find = Mitglieder suchen
members-find-more = Auf viele Personen passt das. Schreib mehr vom Namen.
members-none-found = Kein Mitglied passt zu deiner Suche.
members-all = Alle Mitglieder
members-more = Weitere Mitglieder
members-did-add = Mitglied hinzugefügt.
members-did-appoint = Rolle geändert.
members-did-remove = Mitglied entfernt. Ist der Raum öffentlich, kann es wieder beitreten.
members-did-ban = Mitglied gesperrt. Es kann erst zurück, wenn die Sperre endet oder du es entsperrst.
members-did-mute = Mitglied stummgeschaltet. Bis dahin kann es lesen, aber nicht schreiben, antworten, bearbeiten oder reagieren.
members-did-unmute = Stummschaltung aufgehoben. Das Mitglied kann wieder schreiben.
members-did-unban = Mitglied entsperrt. Es kann wieder beitreten oder hinzugefügt werden.

## Einstellungen eines Raums

room-settings-title = Einstellungen von { $room }
room-settings-private = Ein privater Raum: Nur seine Mitglieder wissen von ihm.
room-settings-public = Ein öffentlicher Raum: Alle können beitreten.
room-settings-archived = Dieser Raum ist archiviert
room-settings-archived-about = Er kann gelesen werden, aber niemand kann schreiben. Hole ihn aus dem Archiv, um etwas anderes zu ändern.
room-settings-restore = Aus dem Archiv holen
room-settings-name = Name des Raums
room-settings-name-hint = In jeder Sprache. Die alte Adresse funktioniert weiter.
room-settings-topic = Thema
room-picture = Bild
room-picture-about = Es steht für den Raum in Listen und oben im Raum.
room-settings-topic-label = Worum es in dem Raum geht
room-settings-topic-hint = Steht unter dem Namen.
room-settings-posting = Schreiben
room-settings-posting-who = Wer schreiben darf
room-settings-posting-from = { $role ->
    [moderator] Nur Moderatoren: ein Raum für Ankündigungen, in dem andere reagieren und in Threads antworten
   *[member] Alle im Raum
}
room-settings-broadcast = Alle benachrichtigen
room-settings-broadcast-who = Wer @room und @here verwenden darf
room-settings-broadcast-from = { $role ->
    [moderator] Nur Moderatoren
   *[member] Alle im Raum
}
room-settings-slow = Langsamer Modus
room-settings-slow-about = Alle außer Moderatoren warten zwischen zwei Nachrichten.
room-settings-slow-time = Pause
room-settings-did-posting = Gespeichert. Es gilt ab jetzt.
room-settings-did-picture = Bild geändert.
room-settings-did-slow = Langsamer Modus geändert.
room-settings-did-history = Bearbeitungsverlauf geändert.
room-settings-history-about = Gilt für Nachrichten, die nach dem Einschalten gesendet werden. Mitglieder sehen frühere Fassungen einer bearbeiteten Nachricht; wer sie geschrieben hat, kann sie löschen. Beim Ausschalten werden alle früheren Fassungen in diesem Raum gelöscht.
room-settings-history = Frühere Fassungen bearbeiteter Nachrichten
room-settings-history-kept = { $kept ->
    [yes] Aufbewahren, sichtbar für Mitglieder
   *[no] Nicht aufbewahren
}
room-settings-did-previews = Linkvorschauen geändert.
room-settings-previews-about = Nachrichten zeigen Titel und erste Worte der Seiten, auf die sie verlinken, wenn das für diese Installation eingeschaltet ist.
room-settings-previews = In diesem Raum zeigen Nachrichten, wohin ihre Links führen
link-previews = Linkvorschauen
link-previews-shown = { $shown ->
    [yes] Vorschauen anzeigen
   *[no] Keine Vorschauen anzeigen
}
room-settings-archive = Archivieren
room-settings-archive-about = Alles bleibt lesbar, aber niemand kann schreiben. Du kannst den Raum später wieder aus dem Archiv holen.
room-settings-archive-room = Raum archivieren
room-settings-did-rename = Raum umbenannt. Die alte Adresse funktioniert weiter.
room-settings-did-topic = Thema geändert.
room-settings-did-archive = Raum archiviert. Er kann gelesen werden, aber niemand kann schreiben.
room-settings-did-restore = Raum aus dem Archiv geholt.

## Eigene Einstellungen

settings-lead = Du bist bei { $installation } als { $username } angemeldet.
settings-profile = Profil ansehen
settings-name-hint = Das sehen andere, in jeder Sprache. Er ändert sich in allen Räumen.
avatar = Dein Bild
avatar-about = Es steht neben dem, was du schreibst. Ohne Bild stehen dort deine Initialen.
avatar-choose = Bild auswählen
picture-hint = JPEG, PNG, WebP oder GIF, bis 20 MB. Verwendet wird die Mitte als Quadrat.
picture-crop = Dein Bild als Quadrat. Ziehe es oder bewege es mit den Pfeiltasten.
picture-zoom = Vergrößern
picture-remove = Bild entfernen
settings-about-you = Über dich
settings-about-you-about = Auf deinem Profil. Alles ist freiwillig.
settings-pronouns-hint = Zum Beispiel sie/ihr
settings-title-hint = Was du hier machst
settings-about-hint = Bis zu { $max } Zeichen
settings-zone-none = Nicht zeigen
settings-zone-hint = Andere sehen, wie spät es bei dir ist.
settings-zone-offer = Zeitzone dieses Browsers verwenden:
settings-did-profile = Dein Profil wurde geändert.
settings-email-hint = Nur Admins können sie sehen. Du kannst dich damit anmelden.
settings-email-confirmed = Diese Adresse ist bestätigt.
settings-email-confirm = Bestätigungs-E-Mail schicken
settings-email-unconfirmed = Noch nicht bestätigt. Mit deinem Benutzernamen kannst du dich immer anmelden.
settings-appearance = Darstellung
settings-appearance-about = Nur in diesem Browser.
settings-theme = Farben
settings-theme-auto = Wie das System
settings-theme-light = Hell
settings-theme-dark = Dunkel
settings-density = Nachrichten
settings-density-cozy = Bequem
settings-density-compact = Kompakt
settings-language = Sprache
settings-language-auto = Wie der Browser
settings-first-contact = Wer dir zuerst schreiben kann
settings-first-contact-choice = { $choice ->
    [shared_room] Personen, mit denen du in einem Raum bist
    [nobody] Niemand
   *[everybody] Alle
}
settings-first-contact-about = Bestehende Unterhaltungen gehen weiter. Gäste müssen mit dir in einem Raum sein.
settings-did-messages = Gespeichert.
# What of a room calls its member, and how.
level-title = Benachrichtigungen
level = { $level ->
    [everything] Alles
    [mentions] Erwähnungen
    [nothing] Nichts
   *[hidden] Ausgeblendet
}
level-about = { $level ->
    [everything] Jede Nachricht hier
    [mentions] Nur Nachrichten, die dich erwähnen
    [nothing] Ungelesenes bleibt in der Seitenleiste sichtbar
   *[hidden] Nicht in der Seitenleiste, bis du erwähnt wirst
}
level-settings = Wie du auf diesem Gerät benachrichtigt wirst, legst du in den Einstellungen fest.
starred = Markiert
star = Markieren
star-about = Oben in deiner Liste behalten
notifications = Benachrichtigungen
notifications-about = Im Hintergrund kann Hubbub dir Direktnachrichten, Erwähnungen und Räume melden, aus denen du alles hören willst. Was ein Raum dir meldet, wählst du mit seiner Glocke. Diese Einstellungen gelten nur für diesen Browser.
notifications-away = Benachrichtigungen brauchen JavaScript, eine sichere Verbindung (https) und einen Browser, der sie unterstützt.
notifications-desktop = Benachrichtigungen anzeigen
notifications-words = Zeigen, wer was geschrieben hat
notifications-sound = Ton abspielen
notifications-blocked = Dein Browser blockiert Benachrichtigungen dieser Seite. Erlaube sie in den Einstellungen des Browsers für diese Seite und schalte sie dann hier ein.
notifications-test = Test senden
notifications-test-words = So sieht eine Benachrichtigung aus.
settings-notifications = Benachrichtigungen wählen
settings-notifications-about = Was dir gemeldet wird, auf diesem Gerät, und wann du nicht gestört werden willst.
notifications-told = Worüber du benachrichtigt wirst
notifications-rooms = In Räumen
notifications-for-everyone = Wie für alle festgelegt: { $level ->
    [everything] alles
    [mentions] Erwähnungen
   *[nothing] nichts
}
notifications-rooms-about = Jeder Raum kann anders sein: ändere es mit seiner Glocke. Direktnachrichten und Threads, denen du folgst, werden immer gemeldet, außer du hast es für die Unterhaltung anders gewählt.
keywords = Stichwörter
keywords-about = Du wirst benachrichtigt, wenn jemand in einem deiner Räume eines dieser Wörter benutzt, als hätte man dich erwähnt.
keyword-add = Stichwort hinzufügen
keyword-hint = Ein Wort oder mehrere hintereinander. Groß- und Kleinschreibung und Akzente sind egal.
keyword-remove = { $keyword } entfernen
why-title = Warum wurde ich (nicht) benachrichtigt?
why-waits = { $why ->
    [mentioned] { $name } hat dich erwähnt.
    [direct] Es ist eine Direktnachricht.
    [thread] Es steht in einem Thread, dem du folgst.
    [keyword] Es enthält dein Stichwort { $keyword }.
   *[everything] Du willst aus diesem Raum alles hören.
}
why-told = { $told ->
    [quiet] Es wartet auf dich. Du willst nicht gestört werden, deshalb erscheint jetzt nichts.
   *[now] Es wartet auf dich, bis du es liest.
}
why-not = { $why ->
    [not_member] Du bist nicht in diesem Raum und wirst deshalb nicht benachrichtigt.
    [deleted] Es wurde gelöscht.
    [own] Du hast es selbst geschrieben.
    [before] Es wurde gesendet, bevor du beigetreten bist.
    [level] Du willst aus diesem Raum nicht benachrichtigt werden.
    [thread_left] Du willst dem Thread nicht folgen.
    [blocked] Du hast die Person blockiert, die es geschrieben hat.
    [snoozed] Du hast es zurückgestellt.
    [done] Du hast es erledigt.
    [read] Du hast es gelesen.
   *[not_for_you] Du wirst darin nicht erwähnt und willst nur bei Erwähnungen benachrichtigt werden.
}
why-level = Benachrichtigungen für { $room }: { $level ->
    [everything] alles
    [mentions] Erwähnungen
    [nothing] nichts
   *[hidden] ausgeblendet
}
why-level-by = { $by ->
    [person] (deine Wahl für alle Räume)
   *[installation] (hier für alle festgelegt)
}
why-change = Ändern
notifications-here = Auf diesem Gerät
notifications-saved = Gespeichert.
push-here = Auch wenn { $installation } geschlossen ist
push-home-screen = Dieser Browser kann nicht benachrichtigt werden, während { $installation } geschlossen ist. Füge { $installation } auf einem iPhone oder iPad zuerst zum Home-Bildschirm hinzu.
push-failed = Dieser Browser konnte nicht eingerichtet werden. Versuche es noch einmal.
push-devices = Push auf deine Geräte
push-devices-about = Geräte, die auch benachrichtigt werden, wenn dort keine Seite offen ist. Jedes wird dort unter „Auf diesem Gerät“ eingeschaltet und entfernt, wenn du dich dort abmeldest.
push-off = Wer { $installation } betreibt, hat keine Benachrichtigungen für Geräte eingerichtet, auf denen keine Seite offen ist.
push-this = Dieses Gerät
push-used = Zuletzt benutzt: { $when }
push-remove = { $device } nicht mehr benachrichtigen
push-title = { $title } ({ $count })
mail-told = E-Mail
mail-told-about = Wenn du erwähnt wirst oder dir jemand direkt schreibt und du es nicht liest, eine E-Mail senden
mail-told-hint = Alles Ungelesene kommt in eine E-Mail. Was du vorher liest, steht nicht darin.
mail-pace = { $pace ->
    [minutes] Nach 10 Minuten
    [hour] Nach einer Stunde
    [daily] Einmal am Tag, morgens
   *[never] Nie
}
mail-off = Wer { $installation } betreibt, hat keine E-Mails über ungelesene Nachrichten eingerichtet.
mail-off-admin = E-Mails über ungelesene Nachrichten brauchen einen Mailserver. Setze HUBBUB_PUBLIC_URL, HUBBUB_MAIL_SERVER und HUBBUB_MAIL_FROM und starte neu.
mail-unconfirmed = E-Mails über ungelesene Nachrichten bekommst du nur an eine Adresse, die du bestätigt hast.
mail-unconfirmed-change = Adresse bestätigen
mail-paused = Mehrere E-Mails an dich kamen zurück, deshalb senden wir keine mehr. Prüfe deine Adresse und speichere dann hier, um wieder anzufangen.
quiet-now = Nicht stören
quiet-pause = Benachrichtigungen pausieren
quiet-pause-about = Nachrichten kommen weiter an und bleiben ungelesen, aber es erscheint nichts, und es ist nichts zu hören. Andere sehen in deinem Profil einen Mond.
quiet-pause-for = Wie lange
quiet-pause-choice = { $choice ->
    [half_hour] 30 Minuten
    [hour] 1 Stunde
    [tomorrow] Bis morgen, 9:00 Uhr
   *[date] Bis zu einem Tag, 9:00 Uhr
}
quiet-day-hint = Wenn du einen Tag wählst
quiet-pause-start = Pausieren
quiet-resume = Jetzt fortsetzen
quiet-hours = Ruhezeiten
quiet-hours-about = Benachrichtigungen pausieren nach Plan. Liegt das Ende vor dem Anfang, pausieren sie über Nacht.
quiet-hours-on = Benachrichtigungen nach Plan pausieren
quiet-hours-from = Von
quiet-hours-to = bis
quiet-hours-days = Beginn am
quiet-hours-day = { $day ->
    [0] Mo
    [1] Di
    [2] Mi
    [3] Do
    [4] Fr
    [5] Sa
   *[6] So
}
quiet-hours-zone = Deine Zeitzone: { $zone }, dort ist es { $clock }.
quiet-hours-zone-change = Ändern

settings-password-about = Überall sonst wirst du abgemeldet.
settings-password-current = Aktuelles Passwort
settings-password-new = Neues Passwort
settings-password-confirm = Neues Passwort bestätigen
settings-password-change = Passwort ändern
settings-sessions = Wo du angemeldet bist
settings-session-now = Jetzt
settings-session-since = seit { $date }
settings-session-this = Diese Sitzung
settings-session-end = { $device }, { $when }, abmelden
settings-sessions-end = Überall sonst abmelden
settings-admin = Für Admins
settings-did-name = Dein Anzeigename wurde geändert.
settings-did-avatar = Dein Bild wurde geändert.
settings-did-no-avatar = Dein Bild wurde entfernt.
settings-did-email = Deine E-Mail-Adresse wurde geändert.
settings-did-email-mailed = Deine E-Mail-Adresse wurde geändert. Wir haben einen Link dorthin geschickt; öffne ihn, um die Adresse zu bestätigen.
settings-did-confirmation = Ein Link ist an deine Adresse unterwegs. Öffne ihn, um zu bestätigen, dass sie deine ist.
settings-did-password = Dein Passwort wurde geändert. Überall sonst bist du abgemeldet.
settings-did-appearance = Darstellung in diesem Browser gespeichert.
settings-did-sessions = Abgemeldet.
number = { $value }
verbatim = { $text }
device = { $browser } auf { $system }

card-mention = Erwähnen
card-profile = Profil
card-time = Dort ist es { $clock }
card-rooms-more = { $count ->
    [one] und { $count } weiterer
   *[other] und { $count } weitere
}

people-lead = Alle, die ein Konto bei { $installation } haben.
people-lead-guest = Die Personen, mit denen du in einem Raum bist.
people-find = Person suchen
people-none = Hier ist noch niemand.
people-none-found = Niemand gefunden.
people-all = Alle zeigen
people-more = Weitere Personen

profile-role = { $role ->
    [owner] Eigentümer von { $installation }
   *[admin] Admin von { $installation }
}
profile-pronouns = Pronomen
profile-title = Funktion
profile-about = Über mich
profile-zone = Zeitzone
profile-local-time = Ortszeit
profile-time-ahead = { $span ->
    [minutes] dir { $minutes } min voraus
    [hours] dir { $hours } Std. voraus
   *[both] dir { $hours } Std. { $minutes } min voraus
}
profile-time-behind = { $span ->
    [minutes] { $minutes } min hinter dir
    [hours] { $hours } Std. hinter dir
   *[both] { $hours } Std. { $minutes } min hinter dir
}
profile-since = Mitglied seit
profile-left = Dieses Konto ist deaktiviert
profile-details = Details
profile-rooms = Gemeinsame Räume
profile-rooms-none = Noch keine.
profile-manage = Konto verwalten

## Status

status = Status
status-set = Status setzen
status-about = Ein paar Worte und ein Emoji neben deinem Namen, so lange du möchtest.
status-text = Was machst du gerade?
status-text-hint = Andere sehen es neben deinem Namen.
status-emoji = Emoji
status-emoji-hint = Ein Emoji
status-ends = Entfernen
status-end = { $choice ->
    [half_hour] In 30 Minuten
    [hour] In einer Stunde
    [today] Am Ende des Tages
    [week] Am Ende der Woche
    [date] An einem bestimmten Tag
   *[never] Wenn ich ihn ändere
}
status-ends-hint = Tage enden um Mitternacht in deiner Zeitzone, { $zone }.
status-day = Datum
status-day-hint = Der letzte Tag, wenn du einen Tag bestimmst
status-clear = Status entfernen
block = Blockieren
unblock = Entsperren
unblock-person = { $name } entsperren
blocked-people = Blockierte Personen
blocked-people-about = Ihr könnt einander keine Direktnachrichten schreiben, und ihre Erwähnungen von dir zählen nicht. Die anderen erfahren davon nichts.
settings-did-unblock = Die Person ist nicht mehr blockiert.
room-blocked = In dieser Unterhaltung kannst du keine Nachrichten senden.
seen = { $seen ->
    [here] Da
    [away] Abwesend
    [invisible] Unsichtbar
   *[offline] Offline
}
invisible = Unsichtbar
invisible-about = Für andere bist du auf allen Geräten offline, und sie sehen nicht, dass du tippst.
status-until = bis { $date }, { $clock }
status-until-utc = bis { $moment }

## Direktnachrichten

direct-messages = Direktnachrichten
direct-new = Neue Nachricht
direct-to = An
direct-to-hint = Bis zu 11 Personen, mit ihren Benutzernamen. Lass das Feld leer, um Notizen an dich selbst zu schreiben.
direct-open = Beginnen
direct-message = Nachricht schreiben
direct-notes-open = Notizen an dich selbst
direct-notes = Notizen an dich selbst. Nur du kannst sie lesen.
direct-people = { $count ->
    [one] Du und { $count } weitere Person
   *[other] Du und { $count } weitere Personen
}
direct-start = Hier beginnt deine Unterhaltung mit { $name }
direct-start-notes = Hier beginnen deine Notizen
direct-write-note = Notiz schreiben
direct-hide = Aus der Liste ausblenden
direct-hide-about = Mit der nächsten Nachricht erscheint sie wieder.
direct-folded = Ältere Unterhaltungen: Suche nach einem Namen.
direct-conversation = Eine direkte Unterhaltung

## Verwaltung

admin-overview = Übersicht
admin-audit = Protokoll
admin-installation = Seite
admin-room-private = privat
admin-room-archived = archiviert
admin-room-orphaned = ohne Eigentümer
admin-room-default = Standardraum
admin-room-created = erstellt von { $name } am { $date }
admin-sign-up = { $policy ->
    [open] Alle können ein Konto erstellen.
    [invite] Nur Eingeladene können ein Konto erstellen.
   *[closed] Nur Admins können Konten erstellen.
}
admin-sign-up-change = Ändern, wer beitreten kann
admin-room-kinds = { $public } öffentlich, { $private } privat, { $archived } archiviert; direkte Unterhaltungen: { $direct }
admin-health = Zustand
admin-health-bus = { $up ->
    [yes] NATS: verbunden
   *[no] NATS: nicht verbunden
}
admin-health-accounts = { $up ->
    [yes] Datenbank der Konten: verbunden
   *[no] Datenbank der Konten: kein auth-service erreicht sie
}
admin-health-rooms = { $up ->
    [yes] Datenbank der Räume: verbunden
   *[no] Datenbank der Räume: kein room-service erreicht sie
}
admin-health-address = Adresse dieser Seite: nicht gesetzt. Links für Einladungen und Passwörter verwenden den Host, nach dem der Browser gefragt hat; bitte den Betreiber, HUBBUB_PUBLIC_URL zu setzen.
admin-nodes = Prozesse
admin-node-this = hat diese Seite geliefert
admin-node-health = { $health ->
    [well] läuft
    [degraded] läuft, mit Problemen
    [unwell] kann seine Datenbank nicht nutzen
    [leaving] fährt herunter
    [suspect] antwortet nicht
   *[gone] nicht erreichbar
}
admin-node-version = Version { $version }
admin-node-load = { $kind ->
    [gateway] Verbindungen: { $count }
    [room] laufende Befehle: { $count }
   *[auth] laufende Anfragen: { $count }
}
admin-node-since = gestartet { $when }
admin-followers = Hintergrundarbeit
admin-follower-name = { $name ->
    [search] Suchindex
    [keywords] Stichwörter
    [link_previews] { link-previews }
    [notifier] Benachrichtigungen
    [deactivated] Deaktivierte Personen aus Räumen entfernen
   *[other] { $name }
}
admin-follower-rooms = { $count ->
    [0] auf dem neuesten Stand
    [one] { $count } Raum wartet
   *[other] { $count } Räume warten
}
admin-follower-waiting = ältester von { $when }
admin-follower-skipped = { $count ->
    [one] { $count } Ereignis übersprungen
   *[other] { $count } Ereignisse übersprungen
}
admin-follower-error = letzter Fehler: { $error }

admin-people-lead = { $count ->
    [one] { $count } Konto bei { $installation }.
   *[other] { $count } Konten bei { $installation }.
}
admin-found = { $count } gefunden.
admin-people-link-new = { $name } hat ein Konto. Schicke der Person diesen Link, damit sie ein Passwort wählen kann. Er wird nur einmal angezeigt, funktioniert einmal und gilt bis { $date }.
admin-people-link-reset = Schicke diesen Link an { $name }, um ein neues Passwort wählen zu lassen. Er wird nur einmal angezeigt, funktioniert einmal und gilt bis { $date }.
admin-people-username-hint = Damit meldet sich die Person an.
admin-people-name-hint = Das sehen andere. Bleibt er leer, gilt der Benutzername.
admin-people-find = Person suchen
admin-people-find-hint = Nach Benutzername, Anzeigename oder E-Mail.
admin-people-you = (du)
admin-people-deactivated = deaktiviert
admin-people-badge = { $role ->
    [owner] Eigentümer
    [guest] Gast
   *[admin] Admin
}
admin-people-since = Dabei seit { $date }
admin-people-seen = zuletzt gesehen { $when }
admin-people-never = noch nie angemeldet
admin-people-sessions = { $count ->
    [one] { $count } Sitzung
   *[other] { $count } Sitzungen
}
admin-people-invited = eingeladen von { $name }
admin-people-restore-about = { $role ->
    [owner] Die Person kommt als Eigentümer zurück.
    [admin] Die Person kommt als Admin zurück.
    [guest] Die Person kommt als Gast zurück.
   *[member] Die Person kommt als Mitglied zurück.
} Sie muss ihren Räumen wieder beitreten oder hinzugefügt werden.
admin-people-restore = Reaktivieren
admin-people-role = Rolle ändern
admin-people-guest-about = Gäste sehen nur die Räume, zu denen sie hinzugefügt wurden.
admin-people-reset = Link zum Zurücksetzen erstellen
admin-people-unconfirmed = nicht bestätigt
admin-people-confirm = Adresse bestätigen
admin-people-sign-out = Überall abmelden
admin-people-remove-avatar = Bild entfernen
admin-people-deactivate = Deaktivieren
admin-people-none = Niemand passt zu deiner Suche.
admin-people-more = Weitere Personen
admin-people-did-role = Rolle geändert.
admin-people-did-avatar = Bild entfernt.
admin-people-did-deactivate = Konto deaktiviert und überall abgemeldet.
admin-people-did-email = E-Mail-Adresse bestätigt. Nur diese Person kann sich jetzt damit anmelden.
admin-people-did-sign-out = Überall abgemeldet. Die Person kann sich wieder anmelden.

admin-rooms-lead = { $count ->
    [one] { $count } Raum, private und archivierte mitgezählt.
   *[other] { $count } Räume, private und archivierte mitgezählt.
}
admin-rooms-find-hint = Nach Name oder Thema.
admin-rooms-more = Weitere Räume
admin-rooms-did-delete = Raum und Nachrichten gelöscht. Die Adresse funktioniert nicht mehr.
admin-room-open = Raum öffnen
admin-room-name-hint = Die alte Adresse funktioniert weiter, und der Raum erfährt es.
admin-room-archived-about = Er kann gelesen werden, aber niemand kann schreiben. Hole ihn aus dem Archiv, um Name oder Thema zu ändern.
admin-room-delete-about = Der Raum und alle seine Nachrichten werden für alle gelöscht. Das lässt sich nicht rückgängig machen. Die Adresse bleibt vergeben.
admin-room-delete-confirm = Gib zum Löschen den Namen ein: { $room }
admin-room-delete = Raum löschen

admin-messages-lead = Durchsucht werden öffentliche Räume. Wer einen privaten öffnet, wird protokolliert, und die Mitglieder erfahren es.
admin-messages-words = Text
admin-messages-author = Benutzername des Autors
admin-messages-all = Alle öffentlichen Räume
admin-messages-private = { $room } (privat)
admin-messages-closed = { $room } ist privat
admin-messages-closed-about = Du bist nicht in diesem Raum. Wenn du ihn öffnest, steht es im Protokoll und im Raum selbst. Du kannst ihn dann 15 Minuten lang lesen.
admin-messages-view = Privaten Raum ansehen
admin-messages-in = in { $room }
admin-messages-edited = bearbeitet
admin-messages-delete-one = Nachricht von { $name }, { $when }, löschen
admin-messages-delete = Nachricht löschen
admin-messages-none-found = Keine Nachricht passt zu deiner Suche.
admin-messages-none = Es gibt noch keine Nachrichten.
admin-messages-did-delete = Nachricht gelöscht; ein Hinweis bleibt.
admin-messages-did-view = Du kannst diesen Raum 15 Minuten lang lesen. Seine Mitglieder wurden informiert.

invites-heading = Wer beitreten kann
invites-lead = Lege fest, wer bei { $installation } ein Konto erstellen kann, und verschicke Einladungen.
invites-link = Verschicke diesen Link. Er wird nur einmal angezeigt und gilt bis { $date }.
invites-accounts = Konten
invites-sign-up = Wer ein Konto erstellen kann
invites-sign-up-open = Alle
invites-sign-up-invite = Nur Eingeladene
invites-sign-up-closed = Niemand
invites-create = Einladung erstellen
invites-uses = Anzahl der Personen
invites-uses-hint = 1 bis 1000
invites-days = Tage bis zum Ablauf
invites-days-hint = 1 bis 365
invites-create-link = Link erstellen
invites-room = Raum
invites-room-any = nur general
invites-room-hint = Dort kommen sie an. In general kommen sie auch.
invites-email = Schicken an
invites-email-hint = Eine E-Mail-Adresse. Lass das Feld leer, wenn du den Link selbst verschickst.
invites-mailed = Die Einladung ist unterwegs an { $email }.
invites-unmailed = Der Link gilt, wurde aber nicht verschickt.
invites-used = { $uses } von { $most } verwendet
invites-by = Von { $name } am { $date }
invites-until = gültig bis { $date }
invites-revoke = Widerrufen
invites-revoke-one = Einladung vom { $date }, gültig bis { $until }, widerrufen
invites-over = { $why ->
    [revoked] Widerrufen
    [used-up] Aufgebraucht
   *[expired] Abgelaufen
}
invites-none = Noch keine Einladungen.
invites-members = Einladungen von Mitgliedern
invites-members-who = Wer andere einladen kann
invites-members-no = Nur Admins
invites-members-yes = Alle außer Gästen
invites-members-about = Links, die Mitglieder erstellt haben, gelten weiter, bis sie ablaufen oder du sie zurückziehst.
invites-own = Personen einladen
invites-own-lead = Erstelle einen Link, mit dem andere bei { $installation } dazukommen können. Admins sehen deine Links und wer sie benutzt hat.
invites-did-sign-up = Gespeichert. Das gilt ab jetzt.
invites-did-revoke = Einladung widerrufen. Niemand kann mehr damit beitreten.

installation-heading = Einstellungen für alle
installation-lead = Was alle sehen und was neue Leute zuerst lesen.
installation-greeting = Gruß
installation-greeting-about = Neue Leute lesen ihn in general, wenn sie dazukommen, mit dem Namen dessen, der sie eingeladen hat.
installation-greeting-label = Was ihr hier macht, und wo man fragt
installation-level = Benachrichtigungen
installation-level-about = Was aus Räumen gemeldet wird, solange jemand selbst nichts gewählt hat.
installation-did-level = Gespeichert, was gemeldet wird.
installation-previews-about = Nachrichten zeigen Titel und erste Worte der Seiten, auf die sie verlinken. Der Server ruft jede Seite höchstens einmal am Tag ab, die Browser der Lesenden nie. Die Seite sieht die Adresse des Servers. Räume können es ausschalten, und wer geschrieben hat, kann Vorschauen entfernen.
installation-previews = In allen Räumen
installation-did-previews = Linkvorschauen gespeichert.
installation-did-name = Name geändert.
installation-did-greeting = Gruß gespeichert.
installation-files = Dateien, die nicht gesendet werden können
installation-files-about = Gilt ab jetzt für alle. Bereits gesendete Dateien bleiben.
installation-files-label = Endungen und Typen
installation-files-hint = Zum Beispiel: exe bat video/* application/zip. Leer heißt, dass alles erlaubt ist.
installation-did-files = Gespeichert. Es gilt ab jetzt für alle.

audit-lead = Was Admins, und der Betreiber auf der Kommandozeile, mit Personen, Räumen und der Installation getan haben.
audit-by = Von wem
audit-to = An wem
audit-name-hint = Ein Benutzername.
audit-action = Aktion
audit-action-any = Jede Aktion
audit-none-found = Nichts passt zu deiner Suche.
audit-none = Bisher wurde nichts getan.
audit-until = Bis { $until }
audit-undo = Rückgängig machen
audit-did-undo = Rückgängig gemacht.
audit-older = Ältere Einträge
audit-operator = Der Betreiber
audit-before = Vorher:
audit-after = Nachher:
audit-kind = { $action ->
    [set_role] Rollen
    [deactivate] Konten deaktiviert
    [reactivate] Konten reaktiviert
    [create_account] Konten erstellt
    [end_sessions] Überall abgemeldet
    [make_reset_link] Links zum Zurücksetzen erstellt
    [reset_password] Passwörter vom Betreiber gesetzt
    [confirm_email] E-Mail-Adressen bestätigt
    [set_sign_up] Wer beitreten kann
    [set_members_invite] Einladungen von Mitgliedern
    [remove_avatar] Bilder von Personen entfernt
    [add_emoji] Emoji hinzugefügt
    [remove_emoji] Emoji entfernt
    [set_members_emoji] Emoji von Mitgliedern
    [set_name] Name der Seite
    [set_greeting] Gruß
    [set_default_level] Voreingestellte Benachrichtigungen
    [set_link_previews] { link-previews }
    [set_denied_files] Arten von Dateien, die nicht gesendet werden können
    [make_invite] Einladungen erstellt
    [revoke_invite] Einladungen widerrufen
    [renamed] Räume umbenannt
    [described] Themen geändert
    [configured] Einstellungen von Räumen geändert
    [archived] Räume archiviert
    [restored] Räume aus dem Archiv geholt
    [room_deleted] Räume gelöscht
    [deleted] Nachrichten gelöscht
    [inspected] Private Räume angesehen
    [removed] Personen aus Räumen entfernt oder gesperrt
    [unbanned] Personen entsperrt
    [muted] Personen stummgeschaltet
    [unmuted] Stummschaltungen aufgehoben
    [appointed] Rollen in Räumen geändert
    [reported] Gemeldete Nachrichten
    [report_closed] Erledigte Meldungen
   *[other] { $action }
}
audit-did = { $action ->
    [create_account] { $actor } hat ein Konto für { $target } erstellt
    [deactivate] { $actor } hat { $target } deaktiviert
    [reactivate] { $actor } hat { $target } reaktiviert
    [set_role] { $actor } hat die Rolle von { $target } geändert
    [end_sessions] { $actor } hat { $target } überall abgemeldet
    [make_reset_link] { $actor } hat einen Link zum Zurücksetzen für { $target } erstellt
    [reset_password] { $actor } hat ein neues Passwort für { $target } gesetzt
    [confirm_email] { $actor } hat die E-Mail-Adresse von { $target } bestätigt
    [set_sign_up] { $actor } hat geändert, wer beitreten kann
    [set_members_invite] { $actor } hat geändert, ob Mitglieder andere einladen können
    [remove_avatar] { $actor } hat das Bild von { $target } entfernt
    [add_emoji] { $actor } hat ein Emoji hinzugefügt
    [remove_emoji] { $actor } hat ein Emoji entfernt
    [set_members_emoji] { $actor } hat geändert, ob Mitglieder Emoji hinzufügen können
    [set_name] { $actor } hat die Seite umbenannt
    [set_greeting] { $actor } hat den Gruß geändert
    [set_default_level] { $actor } hat geändert, was voreingestellt gemeldet wird
    [set_link_previews] { $actor } hat geändert, ob Nachrichten Linkvorschauen zeigen
    [set_denied_files] { $actor } hat geändert, welche Dateien nicht gesendet werden können
    [make_invite] { $actor } hat eine Einladung erstellt
    [revoke_invite] { $actor } hat eine Einladung von { $target } widerrufen
    [renamed] { $actor } hat den Raum { $room } umbenannt
    [described] { $actor } hat das Thema von { $room } geändert
    [configured] { $actor } hat die Einstellungen von { $room } geändert
    [archived] { $actor } hat { $room } archiviert
    [restored] { $actor } hat { $room } aus dem Archiv geholt
    [deleted] { $actor } hat eine Nachricht von { $target } in { $room } gelöscht
    [inspected] { $actor } hat den privaten Raum { $room } angesehen
    [room_deleted] { $actor } hat den Raum { $room } gelöscht
    [deactivated] { $actor } hat { $target } (deaktiviert) aus { $room } entfernt
    [removed] { $actor } hat { $target } aus { $room } entfernt
    [banned] { $actor } hat { $target } in { $room } gesperrt
    [unbanned] { $actor } hat { $target } in { $room } entsperrt
    [muted] { $actor } hat { $target } in { $room } stummgeschaltet
    [unmuted] { $actor } hat die Stummschaltung von { $target } in { $room } aufgehoben
    [owner] { $actor } hat { $target } zum Eigentümer von { $room } gemacht
    [appointed] { $actor } hat die Rolle von { $target } in { $room } geändert
    [reported] Eine Nachricht von { $target } in { $room } wurde gemeldet
    [report_closed] { $actor } hat eine Meldung über { $target } in { $room } erledigt
   *[other] { $actor } hat etwas getan, das diese Version nicht kennt: { $target } { $room }
}
audit-value = { $kind ->
    [sessions] { $value ->
        [one] { $value } Sitzung
       *[other] { $value } Sitzungen
    }
    [role] { $value ->
        [inactive] deaktiviert
        [guest] Gast
        [member] Mitglied
        [admin] Admin
        [owner] Eigentümer
       *[other] { $value }
    }
    [room-role] { $value ->
        [member] Mitglied
        [moderator] Moderator
        [owner] Eigentümer
       *[other] { $value }
    }
    [sign-up] { $value ->
        [open] alle
        [invite] nur Eingeladene
        [closed] niemand
       *[other] { $value }
    }
    [report-outcome] { $value ->
        [deleted] Nachricht gelöscht
        [muted] stummgeschaltet
        [banned] gesperrt
       *[dismissed] verworfen
    }
    [previews] { $value ->
        [on] angezeigt
       *[off] nicht angezeigt
    }
    [level] { $value ->
        [everything] alles
        [mentions] Erwähnungen
       *[nothing] nichts
    }
   *[text] { $value }
}

## Meldungen

report-title = Eine Nachricht in { $room } melden
report-heading = Diese Nachricht melden
report-about-room = Eine Kopie dieser Nachricht geht an die Moderatoren des Raums und die Admins. Wer sie geschrieben hat, erfährt nicht, wer sie gemeldet hat.
report-about-direct = Eine Kopie dieser Nachricht geht an die Admins. Mehr sehen sie von dieser Unterhaltung nicht. Wer sie geschrieben hat, erfährt nicht, wer sie gemeldet hat.
report-why = Was stimmt damit nicht?
report-reason = { $reason ->
    [harassment] Belästigung
    [spam] Spam
    [private] Private Informationen
   *[other] Etwas anderes
}
report-note = Anmerkung
report-send = Meldung senden
report-done = Danke
report-done-room = Deine Meldung ist bei den Moderatoren und den Admins. Wenn dich diese Person stört, kannst du sie auch blockieren.
report-done-direct = Deine Meldung ist bei den Admins. Wenn dich diese Person stört, kannst du sie auch blockieren.
reports = Meldungen
reports-in-room = Meldungen in { $room }
reports-lead = Nachrichten sind Kopien und bleiben, wie sie waren. Wer sie geschrieben hat, sieht nie, wer sie gemeldet hat.
reports-all = Alle Meldungen
reports-open = Offen
reports-closed = Erledigt
reports-none = Keine offenen Meldungen.
reports-none-closed = Hier ist nichts. Erledigte Meldungen werden nach 30 Tagen gelöscht.
reports-more = Mehr anzeigen
reports-open-count = offen
reports-did = { $outcome ->
    [deleted] Die Nachricht ist gelöscht und die Meldung erledigt.
    [muted] Stummgeschaltet. Die Meldung ist erledigt.
    [banned] Gesperrt. Die Meldung ist erledigt.
   *[dismissed] Die Meldung ist verworfen.
}
report-people = { $count ->
    [one] { $count } Person
   *[other] { $count } Personen
}
report-in-direct = in einer direkten Unterhaltung
report-by = Gemeldet von { $name }: { $reason }
report-others = { $count ->
    [one] Und { $count } weitere Person
   *[other] Und { $count } weitere Personen
}
report-deleted-since = Diese Nachricht wurde inzwischen gelöscht.
report-dismiss = Verwerfen
report-delete = Nachricht löschen
report-mute = { $name } stummschalten …
report-ban = Aus dem Raum sperren …
report-earlier = { $count ->
    [one] { $count } frühere Meldung
   *[other] { $count } frühere Meldungen
}
report-ended = { $outcome ->
    [deleted] { $name } hat die Nachricht gelöscht
    [muted] { $name } hat die Person stummgeschaltet
    [banned] { $name } hat die Person gesperrt
   *[dismissed] { $name } hat die Meldung verworfen
}

## Fehler

error-title = { $status ->
    [401] Melde dich an, um fortzufahren
    [403] Du hast keinen Zugriff
    [404] Seite nicht gefunden
    [405] Das geht hier nicht
    [409] Etwas hat sich geändert
    [410] Nicht mehr verfügbar
    [413] Zu lang
    [429] Zu viele Anfragen
    [503] Gleich wieder da
    [504] Das hat zu lange gedauert
    [client] Etwas stimmt nicht
   *[server] Etwas ist schiefgegangen
}
error-text = { $status ->
    [401] Diese Seite ist für Angemeldete. Melde dich an, dann kommst du hierher zurück.
    [403] Dein Konto kann diese Seite nicht öffnen. Wenn dir jemand den Link geschickt hat, bitte darum, hinzugefügt zu werden.
    [404] Die Adresse ist vielleicht falsch geschrieben, oder die Seite wurde entfernt.
    [405] Geh zurück und verwende das Formular dort.
    [409] Jemand hat das inzwischen geändert. Geh zurück, sieh nach und versuche es noch einmal.
    [410] Es war einmal hier und ist endgültig weg.
    [413] Kürze den Text oder sende ihn in Teilen. Geh zurück: Dein Text steht noch im Formular.
    [429] Mach eine kurze Pause.
    [503] Ein Teil des Dienstes startet neu. Versuche es gleich noch einmal; hast du ein Formular gesendet, geh zurück: Es ist noch ausgefüllt.
    [504] Es kam nicht rechtzeitig eine Antwort. Versuche es in ein paar Sekunden noch einmal.
    [client] Die Adresse oder das Formular konnte nicht gelesen werden. Geh zurück und versuche es noch einmal.
   *[server] Das Problem liegt bei uns und wurde festgehalten. Versuche es gleich noch einmal.
}
error-by-itself = Diese Seite geht von selbst weiter.
error-continue-in = Weiter in { $time }
error-continue = Weiter
error-countdown = Zeit, bis diese Seite weitergeht
error-home = Zur Startseite
error-account = Angemeldet als { $name }.
error-other-account = Anderes Konto verwenden
error-number = Nenne diese Nummer, wenn du um Hilfe bittest:

offline-kind = Offline
offline-heading = Keine Verbindung
offline-text = Diese Seite ist auf diesem Gerät nicht gespeichert. Sie öffnet sich von selbst, sobald du verbunden bist.
offline-kept = Die Startseite und Räume, die du geöffnet hast, bleiben lesbar.

## Ablehnungen

refusal-not-found = Die Adresse ist vielleicht falsch geschrieben, oder die Seite wurde entfernt oder ist für dich nicht sichtbar.
refusal-nonce-reused = Dieses Formular wurde schon für etwas anderes verwendet. Dein Text bleibt erhalten; sende ihn noch einmal.
refusal-unavailable = Das ist gerade nicht möglich. Versuche es in ein paar Sekunden noch einmal.
refusal-busy = Hier ist gerade viel los. Versuche es gleich noch einmal.
refusal-too-fast = Das ging zu schnell. Warte einen Moment und versuche es dann noch einmal.
refusal-sign-in-first = Melde dich an, um fortzufahren.
refusal-session-ended = Deine Sitzung ist beendet. Melde dich erneut an, um fortzufahren; dein Text bleibt erhalten.
refusal-malformed = Diese Anfrage wurde nicht verstanden. Lade die Seite neu und versuche es noch einmal.
refusal-too-many-at-once = Das war zu viel für eine Anfrage. Frage nach weniger auf einmal.
refusal-not-confirmed = Noch nicht bestätigt. Dein Text bleibt erhalten; versuche es noch einmal, er wird nicht doppelt gesendet.
refusal-other = { $code ->
    [not_found] Das gibt es nicht, oder du hast keinen Zugriff darauf.
    [forbidden] Du darfst das nicht tun.
    [too_large] Das ist zu lang.
    [taken] Dieser Name ist schon vergeben.
    [rate_limited] Das ging zu schnell. Warte einen Moment und versuche es dann noch einmal.
    [busy] Hier ist gerade viel los. Versuche es gleich noch einmal.
    [unavailable] Das ist gerade nicht möglich. Versuche es in ein paar Sekunden noch einmal.
   *[other] Das geht nicht. Lade die Seite neu und versuche es noch einmal.
}

refusal-invisible-characters = Hier steckt ein unsichtbares Zeichen. Tippe es noch einmal.
refusal-message-empty = Schreib zuerst etwas.
refusal-message-too-long = Nachrichten können bis zu { $max } KiB lang sein. Kürze deine oder sende sie in Teilen.
refusal-name-missing = Gib einen Namen ein.
refusal-too-long = { $max ->
    [one] Verwende höchstens { $max } Zeichen.
   *[other] Verwende höchstens { $max } Zeichen.
}
refusal-room-name-alike = Das sieht aus wie „{ $other }“, ein anderer Raum. Wähle einen anderen Namen oder nimm diesen trotzdem.
refusal-too-many-marks = Verwende höchstens { $max } Akzente auf einem Buchstaben.
refusal-name-has-at = Ein Anzeigename kann kein @ enthalten.
refusal-reason-missing = Nenne einen Grund oder lass das Feld leer.
refusal-unknown-zone = Wähle eine Zeitzone aus der Liste.
refusal-not-one-emoji = Wähle ein einzelnes Emoji.
refusal-status-day = Wähle einen Tag ab heute, höchstens { $days } Tage im Voraus.
refusal-username-form = Verwende { $min } bis { $max } Kleinbuchstaben und Ziffern; Punkte, Binde- und Unterstriche gehen auch.
refusal-email-form = Gib eine gültige E-Mail-Adresse ein.
refusal-password-too-short = Verwende mindestens { $min } Zeichen. Ein paar Wörter eignen sich gut.
refusal-password-common = Dieses Passwort ist zu verbreitet. Wähle ein anderes; ein paar Wörter eignen sich gut.
refusal-password-is-name = Dein Passwort darf nicht dein Name oder deine Adresse sein. Wähle ein anderes.
refusal-password-is-installation = Dein Passwort darf nicht der Name dieser Seite sein. Wähle ein anderes.
refusal-password-repeats = Dieses Passwort wiederholt sich. Wähle ein längeres, das sich nicht wiederholt; ein paar Wörter eignen sich gut.

refusal-sign-in-busy = Gerade melden sich viele an. Versuche es gleich noch einmal.
refusal-too-many-attempts = { $minutes ->
    [one] Zu viele Versuche. Versuche es in { $minutes } Minute noch einmal.
   *[other] Zu viele Versuche. Versuche es in { $minutes } Minuten noch einmal.
}
refusal-wrong-credentials = Falscher Benutzername oder falsches Passwort. Versuche es noch einmal, oder wähle „Passwort vergessen?“.
refusal-wrong-current-password = Das ist nicht dein aktuelles Passwort.
refusal-same-password = Das ist dein aktuelles Passwort. Wähle ein anderes.
refusal-username-taken = Dieser Benutzername ist schon vergeben.
refusal-email-taken = Diese E-Mail-Adresse gehört nachweislich jemand anderem.
refusal-email-changed = Die Person hat jetzt eine andere E-Mail-Adresse. Prüfe sie und versuche es noch einmal.
refusal-password-needed = Gib dein Passwort ein, um fortzufahren.
refusal-wrong-setup-code = Falscher Einrichtungscode. Gib den Code ein, der dort ausgegeben wurde, wo Hubbub gestartet wurde.
refusal-sign-up-closed = Zurzeit kann niemand ein Konto erstellen.
refusal-invite-needed = Du brauchst eine gültige Einladung, um ein Konto zu erstellen. Bitte um eine neue.
refusal-invite-uses = Gib eine Zahl von { $min } bis { $max } ein.
refusal-invite-days = Gib eine Zahl von { $min } bis { $max } ein.
refusal-reset-link-expired = Dieser Link gilt nicht mehr. Links zum Zurücksetzen funktionieren einmal, und nur eine Weile; fordere einen neuen an.
refusal-no-mail = Diese Seite verschickt keine E-Mails. Wende dich an einen Admin.
refusal-confirmation-expired = Dieser Link gilt nicht mehr. Lass dir in deinen Einstellungen einen neuen schicken.
refusal-unknown-org-role = Wähle eine Rolle: Gast, Mitglied, Admin oder Eigentümer.
refusal-system-only = Das kann niemand von Hand tun.
refusal-admins-only = Das können nur Admins tun.
refusal-owners-only = Nur Eigentümer können Admins und Eigentümer verwalten. Wende dich an sie.
refusal-own-account = Das geht nicht mit deinem eigenen Konto. Nutze deine Einstellungen oder bitte einen anderen Admin.
refusal-last-owner = Das ist der letzte Eigentümer. Mach zuerst jemand anderen zum Eigentümer.
refusal-no-owner-yet = Es gibt noch keinen Eigentümer. Erstelle das erste Konto.
refusal-deactivated = Diese Person ist deaktiviert. Reaktiviere sie zuerst.

refusal-archived = Dieser Raum ist archiviert. Du kannst ihn lesen, aber niemand kann schreiben.
refusal-room-exists = Diesen Raum gibt es schon.
refusal-room-name-taken = Es gibt schon einen Raum mit diesem Namen. Wähle einen anderen oder tritt jenem Raum bei.
refusal-guests-cannot-create = Gäste können keine Räume erstellen.
refusal-unreachable = { room-blocked }
refusal-not-in-direct = Das geht in einer direkten Unterhaltung nicht.
refusal-direct-too-many = Eine Unterhaltung kann höchstens { $max } weitere Personen haben. Erstelle für mehr einen Raum.
refusal-direct-nobody = Du kannst einer dieser Personen nicht schreiben. Prüfe die Benutzernamen.
refusal-join-first = Tritt diesem Raum bei, um mitzumachen. Dein Text bleibt erhalten.
refusal-message-missing = Diese Nachricht gibt es nicht, oder sie wurde entfernt.
refusal-section-name-missing = Gib dem Abschnitt einen Namen.
refusal-section-rooms-full = { $max } Räume stehen in Abschnitten, mehr geht nicht. Nimm zuerst einige heraus.
refusal-sections-full = Du hast { $max } Abschnitte, mehr geht nicht. Entferne zuerst einen.
refusal-blocked-full = Du hast { $max } Personen blockiert, mehr geht nicht. Hebe zuerst einige Blockierungen auf.
refusal-saved-full = Du hast { $max } Nachrichten gespeichert, mehr geht nicht. Entferne zuerst einige.
refusal-snoozed-full = Du hast { $max } Unterhaltungen zurückgestellt, mehr geht nicht. Hole zuerst einige zurück.
refusal-reminder-time = Wähle einen Zeitpunkt in der Zukunft, innerhalb der nächsten fünf Jahre.
refusal-keyword-too-short = Gib ein Wort mit mindestens zwei Buchstaben ein.
refusal-keywords-full = Du hast { $max } Stichwörter, mehr gehen nicht. Entferne zuerst eines.
refusal-quiet-hours = Wähle Anfang, Ende und mindestens einen Tag.
refusal-quiet-until = Wähle einen Tag ab morgen, höchstens { $days } Tage im Voraus.
refusal-list-full = { $list ->
   *[pins] Ein Raum kann { $max } angeheftete Nachrichten haben. Löse zuerst eine los.
}
refusal-reaction-missing = Wähle ein Emoji oder schreib ein Wort.
refusal-no-such-emoji = Dieses Emoji kann hier nicht verwendet werden. Wähle ein anderes oder schreib ein Wort.
refusal-reactions-full = Eine Nachricht kann { $max } verschiedene Reaktionen haben. Schließ dich einer an, die da ist.
refusal-reactions-of-one-full = Du kannst auf eine Nachricht mit { $max } Reaktionen antworten. Entferne zuerst eine.
refusal-edited-meanwhile = Diese Nachricht wurde bearbeitet, seit du begonnen hast. Dein Text bleibt erhalten; vergleiche beide und speichere dann noch einmal.
refusal-message-deleted = Diese Nachricht wurde gelöscht und lässt sich nicht mehr ändern.
refusal-inspect-first = Sieh dir zuerst den privaten Raum an. Seine Mitglieder erfahren es, und du kannst 15 Minuten lang handeln.
refusal-own-message = Du kannst deine eigene Nachricht nicht melden.
refusal-report-reason-missing = Wähle aus, was mit der Nachricht nicht stimmt.
refusal-reported-already = Du hast diese Nachricht schon gemeldet.
refusal-reports-full = { $max } deiner Meldungen sind noch offen, mehr geht nicht. Warte, bis einige erledigt sind.
refusal-reports-too-fast = Du kannst { $max } Nachrichten in der Stunde melden. Versuche es später wieder.
refusal-report-closed = Jemand hat diese Meldung schon erledigt.
refusal-replied-message-missing = Die Nachricht, auf die du antwortest, gibt es nicht. Sende deine für sich.
refusal-replied-message-deleted = Die Nachricht, auf die du antwortest, wurde gelöscht. Sende deine für sich allein.
refusal-thread-in-thread = In einem Thread kann kein weiterer beginnen.
refusal-author-only = Nur wer eine Nachricht geschrieben hat, kann sie bearbeiten.
refusal-author-or-moderator-only = Nur wer eine Nachricht geschrieben hat oder moderiert, kann sie löschen.
refusal-moderators-only = Das können nur Moderatoren tun.
refusal-room-owners-only = Das kann nur ein Eigentümer des Raums tun.
refusal-not-a-member = Diese Person ist nicht im Raum.
refusal-banned = Diese Person ist gesperrt. Entsperre sie zuerst und füge sie dann hinzu.
refusal-remove-yourself = Du kannst dich nicht selbst entfernen. Verlass stattdessen den Raum.
refusal-outranked = Das kannst du nur bei Personen mit einer niedrigeren Rolle als deiner.
refusal-muted = Du bist in diesem Raum bis { DATE($until) }, { TIME($until) } UTC stummgeschaltet. Dein Text bleibt erhalten.
refusal-announcements-only = In diesem Raum schreiben nur Moderatoren. Du kannst reagieren und in Threads antworten.
refusal-broadcast-moderators-only = In diesem Raum können nur Moderatoren alle benachrichtigen. Entferne @room oder @here, oder setze es in Backticks (`@room`), um darüber zu schreiben.
refusal-broadcast-unconfirmed = Das benachrichtigt bis zu { $count } Personen. Sende es noch einmal, wenn du das willst.
refusal-broadcast-in-thread = @room und @here gehen im Raum, nicht in einem Thread. Entferne sie, oder sende deine Antwort auch an den Raum.
refusal-slow-mode = { $seconds ->
    [one] Dieser Raum ist im langsamen Modus. Du kannst in { $seconds } Sekunde wieder schreiben.
   *[other] Dieser Raum ist im langsamen Modus. Du kannst in { $seconds } Sekunden wieder schreiben.
}
refusal-unknown-duration = Wähle, wie lange das gilt: höchstens ein Jahr.
refusal-unknown-room-role = Wähle eine Rolle: Mitglied, Moderator oder Eigentümer.
refusal-own-role = Du kannst deine eigene Rolle nicht ändern. Bitte einen anderen Eigentümer.
refusal-owners-role = Du kannst die Rolle eines anderen Eigentümers nicht ändern.
refusal-last-room-owner = Du bist der einzige Eigentümer dieses Raums. Mach jemand anderen zum Eigentümer, bevor du gehst.
refusal-room-needs-owner = Zuerst muss dieser Raum jemand anderem gehören.
refusal-search-too-wide = Diese Suche dauert zu lange. Grenze sie nach Raum, Autor oder Datum ein.
refusal-search-too-long = Verwende höchstens { $max } Zeichen für eine Suche.
refusal-search-too-many-words = Verwende höchstens { $max } Wörter und Wendungen für eine Suche.
refusal-search-too-many-names = Verwende höchstens { $max } Namen nach „from:“ und nach „in:“.
refusal-search-no-word = Hier ist nichts, wonach sich suchen lässt. Verwende mindestens einen Buchstaben, eine Ziffer oder ein Emoji.
refusal-search-value-missing = Schreib etwas hinter „{ $operator }:“.
refusal-search-has-unknown = „has:{ $value }“ ist kein Filter. Verwende has:link, has:file, has:image, has:reaction oder has:thread.
refusal-search-is-unknown = „is:{ $value }“ ist kein Filter. Verwende is:saved, is:pinned, is:mine, is:unread oder is:thread.
refusal-search-without-operator = Ein Minus steht nur vor Wörtern, nicht vor „{ $operator }:“.
refusal-search-no-date = „{ $date }“ ist kein Datum. Schreib einen Tag wie 2026-11-22, einen Monat wie 2026-11, ein Jahr, today, yesterday oder week.
refusal-search-no-room = Kein Raum heißt „{ $name }“. Prüfe die Schreibweise.
refusal-search-busy = Gerade suchen viele. Versuch es gleich noch einmal.
refusal-search-too-slow = Diese Suche hat zu lange gedauert. Ergänze ein Wort, einen Raum, eine Person oder ein Datum.

# Of files.
refusal-no-files = Hier können keine Dateien gesendet werden. Frag einen Admin.
refusal-file-missing = Eine Datei ist nicht mehr da oder wurde schon gesendet. Wähle sie noch einmal aus.
refusal-too-many-files = Eine Nachricht kann bis zu { $max } Dateien haben. Sende die übrigen in einer weiteren Nachricht.
refusal-file-empty = Diese Datei ist leer. Wähle eine andere.
refusal-file-too-large = Diese Datei ist zu groß. Dateien können bis zu { $max } MB groß sein.
refusal-not-a-picture = Das ist kein Bild, das angezeigt werden kann. Wähle eine JPEG-, PNG-, WebP- oder GIF-Datei.
refusal-emoji-name-form = Verwende { $min } bis { $max } Buchstaben a bis z, Ziffern, _, + oder -, darunter mindestens einen Buchstaben.
refusal-emoji-name-taken = Es gibt schon ein Emoji mit diesem Namen. Wähle einen anderen.
refusal-too-many-emoji = Es gibt schon { $max } eigene Emoji. Entferne zuerst eines.
refusal-files-of-one-full = Deine Dateien können zusammen bis zu { $max } MB groß sein. Lösche Nachrichten mit Dateien, die du nicht mehr brauchst.
refusal-files-full = Für Dateien ist kein Platz mehr. Frag einen Admin.
refusal-too-many-uploads = Du hast { $max } Dateien hochgeladen, aber nicht gesendet. Sende oder entferne zuerst einige.
refusal-file-type-denied = Dateien dieser Art ({ $what }) können hier nicht gesendet werden. Verwende ein anderes Format oder frag einen Admin.
refusal-no-file-type = „{ $what }“ ist weder eine Endung wie exe noch ein Typ wie video/*.
refusal-too-many-file-types = Das sind mehr als { $max } Arten von Dateien.
refusal-upload-under-way = Diese Datei wird gerade schon hochgeladen.
refusal-upload-elsewhere = Das Hochladen ist inzwischen weiter. Versuch es noch einmal.
refusal-upload-differs = Die Datei hat sich beim Hochladen geändert. Wähle sie noch einmal aus.

refusal-form-invalid = Prüfe die Felder unten.
refusal-form-incomplete = Das Formular war unvollständig. Dein Text bleibt erhalten; sende es noch einmal.
refusal-other-person = Diese Seite gehört jemand anderem, und du hast dich inzwischen angemeldet. Nichts wurde gesendet; lade die Seite neu, um als du selbst fortzufahren.
refusal-foreign-host = Die Adresse dieser Seite ist { $address }. Öffne sie dort.
refusal-foreign-form = Dieses Formular kam von einer anderen Seite und wurde nicht beachtet. Öffne die Seite hier und sende es noch einmal.
refusal-unreadable = Diese Anfrage konnte nicht gelesen werden. Geh zurück, prüfe deine Eingaben und versuche es noch einmal.
refusal-request-slow = Dein Formular kam nicht rechtzeitig an. Prüfe deine Verbindung und sende es noch einmal.
refusal-too-many-connections = Aus deinem Netz gibt es zu viele Verbindungen. Schließe ein paar Tabs oder versuche es gleich noch einmal.
refusal-wrong-method = Diese Adresse kann das nicht. Geh zurück und verwende das Formular dort.
refusal-request-too-large = Das ist zu groß. Eine Nachricht kann bis zu { $max } KiB lang sein; sende sie in Teilen.
refusal-broken = Das Problem liegt bei uns und wurde festgehalten. Versuche es gleich noch einmal.
refusal-username-unknown = Niemand hat diesen Benutzernamen. Prüfe die Schreibweise.
refusal-person-unknown = Niemand hat den Benutzernamen { $name }. Prüfe die Schreibweise.
refusal-people-too-many = Füge höchstens { $max } Personen auf einmal hinzu. Weitere kannst du später hinzufügen.
refusal-login-missing = Gib deinen Benutzernamen oder deine E-Mail-Adresse ein.
refusal-password-missing = Gib dein Passwort ein.
refusal-current-password-missing = Gib dein aktuelles Passwort ein.
refusal-setup-code-missing = Gib den Einrichtungscode ein, der dort ausgegeben wurde, wo Hubbub gestartet wurde.
refusal-passwords-differ = Die Passwörter stimmen nicht überein.
refusal-not-a-number = Gib eine ganze Zahl ein.
refusal-not-a-day = Gib ein Datum als Jahr-Monat-Tag ein, zum Beispiel 2026-03-31.
refusal-unknown-sign-up = Wähle, wer ein Konto erstellen kann.
refusal-not-the-room-name = So heißt der Raum nicht. Nichts wurde gelöscht.
refusal-no-security-contact = Für Sicherheitsmeldungen ist kein Kontakt hinterlegt. Sag einem Admin Bescheid.
refusal-invite-expired = Diese Einladung gilt nicht mehr. Bitte um eine neue.
refusal-foreign-socket = Verbindungen müssen von einer Seite dieser Installation kommen. Lade die Seite neu.
refusal-too-many-sockets = Du hast { $max } Verbindungen offen. Schließe ein paar Tabs, um hier Neues sofort zu sehen.
refusal-too-many-rooms-open = Eine Verbindung kann { $max } Räume offen haben. Schließe zuerst einen.
refusal-unknown-protocol = Wähle ein Unterprotokoll: hubbub.v1.json oder hubbub.v1.html.
refusal-hello-first = Sende zuerst hello.
refusal-hello-twice = hello wurde schon gesendet.
refusal-hello-rooms = Öffne mit hello höchstens { $max } Räume wieder und die übrigen mit open.
refusal-unknown-request = Unbekannte Anfrage.
refusal-binary-frame = Frames müssen Text sein.
refusal-page-parts = Frage nach Nachrichten vor, nach oder um einen seq, nicht nach mehreren zugleich.

## Was Skripte sagen

script-new-messages = { $count } neue Nachrichten in { $room }
    .one = { $count } neue Nachricht in { $room }

script-delivery-waiting = Wartet auf die Verbindung …
script-delivery-queued = In der Warteschlange …
script-delivery-sending = { message-sending }
script-delivery-sent = Gesendet
script-delivery-unconfirmed = Noch nicht bestätigt, neuer Versuch …
script-delivery-discarding = Wird abgebrochen …
script-delivery-failed = Das wurde nicht gesendet.
script-delivery-withdrawn = Vor dem Senden abgebrochen.
script-delivery-signed-out = Melde dich erneut an, um das zu senden.
script-delivery-outdated = Lade die Seite neu, um das zu senden.
script-delivery-files = Wartet auf { $count } Dateien …
    .one = Wartet auf { $count } Datei …
script-delivery-lost = Nicht hochgeladen. Wähle erneut aus: { $names }
script-delivery-elsewhere = Wartet auf Dateien in einem anderen Tab

script-bytes-left = noch { $count } Byte
    .one = noch { $count } Byte
script-over-the-limit = { $count } Byte zu viel
    .one = { $count } Byte zu viel
script-save = { save }
script-saving = Wird gespeichert …
script-typed-before = Du hattest das angefangen, aber die Nachricht wurde seitdem bearbeitet:
script-says-now = Jetzt steht dort:
script-not-saved = Das wurde nicht gespeichert. Speichere es noch einmal.
script-not-editable = Das lässt sich gerade nicht bearbeiten.
script-not-ticked = Das konnte nicht abgehakt werden: Die Nachricht hat sich geändert. Versuch es noch einmal.
script-not-offline = Das geht nicht, solange du offline bist.
script-not-editable-offline = Offline kannst du das nicht bearbeiten.
script-suggestions = { $count } Personen
    .one = { $count } Person
script-people-remove = { $name } entfernen
script-rooms-found = { $count } Räume
    .one = { $count } Raum
script-home-new = { $count } neu
script-rooms = { rooms }
script-people = { people }
script-direct = { direct-messages }
script-commands = { jump-commands }
script-seen-here = Da
script-seen-away = Abwesend
script-typing-one = { $name } schreibt …
script-typing-two = { $name } und { $other } schreiben …
script-typing-many = Mehrere schreiben …

script-show-more = { message-show-more }
script-show-less = Weniger anzeigen
script-deleted = { message-deleted }
script-sent-files = { $count } Dateien gesendet
    .one = Datei gesendet
script-react-with = Mit { $reaction } reagieren
script-emoji-found = { $count ->
    [0] Kein Emoji gefunden
    [one] { $count } Emoji gefunden
   *[other] { $count } Emoji gefunden
}
script-saved = Gespeichert.
script-unsaved = Aus deinen gespeicherten Nachrichten entfernt.
script-save-failed = Das hat nicht geklappt. Versuche es gleich noch einmal.
script-remind-me = { saved-remind-me }
script-deleting = Wird gelöscht …
script-undo = Rückgängig
script-new-since = { $count } neu seit { $time }
script-mark-read = Als gelesen markieren
script-link-copied = Link kopiert.
script-not-unread-offline = Offline kannst du das nicht als ungelesen markieren.
script-not-unread-before-joining = Nachrichten von vor deinem Beitritt lassen sich nicht als ungelesen markieren.
script-jump = { room-jump }
script-jump-missed = { room-jump } · { $count }
script-today = Heute
script-yesterday = Gestern

script-nobody-here = { room-here-none }
script-too-many-to-list = Zu viele für eine Liste

script-session-ended = Deine Sitzung ist beendet. Was du geschrieben hast, bleibt erhalten.
script-sign-in-again = Erneut anmelden
script-other-person = In diesem Browser hat sich jemand anderes angemeldet. Was du geschrieben hast, bleibt für dich erhalten, und von dieser Seite wird nichts mehr gesendet.
script-page-outdated = Diese Seite ist veraltet.
script-reload = Neu laden
script-messages-stuck = Nachrichten kommen gerade nicht durch. Was du schreibst, bleibt erhalten und wird später gesendet.
script-room-behind = Hier fehlen vielleicht neue Nachrichten. Sie werden so bald wie möglich nachgeholt.
script-caught-up = Du bist wieder auf dem neuesten Stand.
script-offline = Du bist offline. Was du schreibst, bleibt erhalten und wird gesendet, sobald du zurück bist.
script-kept-offline = Du bist offline. Du siehst diese Seite mit Stand von { $time }.
script-kept-away = Gerade keine Verbindung. Du siehst diese Seite mit Stand von { $time }.
script-try-again = { try-again }
script-back-online = Wieder online.
script-retry-now = Jetzt versuchen
script-connecting = Verbindung wird hergestellt …
script-connecting-in = Verbindung wird hergestellt … Nächster Versuch in { $seconds } s.
script-reconnecting = Verbindung wird wiederhergestellt …
script-reconnecting-in = Verbindung wird wiederhergestellt … Nächster Versuch in { $seconds } s.

## Dateien unterwegs

# Skripte holen diese, ohne `tray-`, mit der Seite, von der aus Dateien gesendet werden.

tray-done = Hochgeladen
tray-bytes = { $amount } B
tray-kb = { $amount } KB
tray-mb = { $amount } MB
tray-gb = { $amount } GB
tray-paused = Wartet auf die Verbindung …
tray-lost = Wähle diese Datei erneut aus
tray-no-answer = Die Verbindung ist mehrmals abgebrochen.
tray-failed = { $name } wurde nicht hochgeladen. { $why }
tray-is-done = { $name } ist hochgeladen
tray-added = { $count } Dateien hinzugefügt
    .one = { $count } Datei hinzugefügt
tray-move = { $name } verschieben, { $place } von { $count }
tray-moved = { $name } ist jetzt { $place } von { $count }
tray-remove = { $name } entfernen
tray-describe = { $name } beschreiben
tray-unreadable = { $name } lässt sich nicht lesen. Ordner können nicht gesendet werden.
tray-too-many = Eine Nachricht kann bis zu { $max } Dateien haben. Nicht hinzugefügt: { $names }
tray-not-ready = Einige Dateien sind nicht hochgeladen. Versuche es bei ihnen noch einmal oder entferne sie, dann sende.
