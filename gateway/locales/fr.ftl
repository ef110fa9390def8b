# Hubbub en français : court, actif, vouvoiement, un mot pour une chose. Salon, message, invitation, épingler.

language-name = Français

## Temps

ago = { $unit ->
    [minutes] { $count ->
        [one] il y a { $count } minute
       *[other] il y a { $count } minutes
    }
    [hours] { $count ->
        [one] il y a { $count } heure
       *[other] il y a { $count } heures
    }
    [days] { $count ->
        [one] il y a { $count } jour
       *[other] il y a { $count } jours
    }
   *[now] à l’instant
}
date = { DATE($at) }
date-weekday = { DATE($at, style: "weekday") }
clock = { TIME($at) }
moment = { DATE($at) }, { TIME($at) } UTC

## Partout

add = Ajouter
all-people = Toutes les personnes
all-rooms = Tous les salons
all-my-rooms = Tous vos salons
back-to-room = Retour à { $room }
browse-rooms = Parcourir les salons
cancel = Annuler
clear-search = Effacer la recherche
close = Fermer
copied = Copié
copy = Copier
copy-link = Copier le lien
create-account = Créer un compte
create-room = Créer un salon
create-room-anyway = Créer quand même
date-from = Du
date-to = Au
delete = Supprimer
edit = Modifier
email = E-mail
invites = Invitations
latest-messages = Derniers messages
leave-room = Quitter le salon
manage = Gérer
manage-person = Gérer { $name }
members = Membres
members-count = { $count ->
    [one] { $count } membre
   *[other] { $count } membres
}
messages = Messages
messages-count = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
my-rooms = Mes salons
name = Nom
new-room = Nouveau salon
newest = Plus récents
older-messages = Messages plus anciens
optional = pas obligatoire
pages = Pages
password = Mot de passe
password-hide = Masquer
password-show = Afficher
password-words = Quelques mots au hasard conviennent bien.
password-hint = { $count ->
    [one] Au moins { $count } caractère.
   *[other] Au moins { $count } caractères.
}
people = Personnes
previous = Précédent
refresh = Actualiser
remove = Retirer
rename = Renommer
rename-anyway = Renommer quand même
role = Rôle
role-name = { $role ->
    [owner] Propriétaire
    [admin] Admin
    [moderator] Modérateur
    [guest] Invité
   *[member] Membre
}
room = Salon
room-active = actif { $when }
rooms = Salons
save = Enregistrer
search = Rechercher
send = Envoyer
settings = Paramètres
sign-in = Se connecter
sign-out = Se déconnecter
skip-to-content = Aller au contenu
someone = Quelqu’un
someone-inside = quelqu’un
topic = Sujet
try-again = Réessayer
username = Nom d’utilisateur
device-unknown = Navigateur inconnu
you = Vous

## Hors connexion à un compte

sign-in-heading = Bon retour
sign-in-lead = Connectez-vous à { $installation }.
sign-in-login = Nom d’utilisateur ou e-mail
sign-in-no-account = Nouveau ici ?
sign-in-closed = Mot de passe oublié, ou besoin d’un compte ? Adressez-vous aux responsables de { $installation }.
sign-in-closed-mail = Besoin d’un compte ? Adressez-vous aux responsables de { $installation }.
sign-in-password-set = Votre mot de passe est enregistré. Connectez-vous avec.
sign-in-session-ended = Votre session est terminée. Reconnectez-vous pour continuer.
sign-in-message-unsent = Votre session est terminée, votre message n’a donc pas été envoyé. Copiez-le, connectez-vous et envoyez-le à nouveau.
typed-label = Votre texte

register-heading = Créez votre compte
register-lead = Rejoignez { $installation }.
register-lead-invited = { $name } vous a invité sur { $installation }.
register-lead-invited-room = { $name } vous a invité dans { $room } sur { $installation }.
register-code = Code d’installation
register-code-hint = Il a été affiché là où Hubbub a été démarré.
register-username-hint = Lettres minuscules et chiffres. Il sert à vous connecter.
register-email-hint = Seuls les admins peuvent la voir.
register-display-name = Nom affiché
register-display-name-hint = Ce que voient les autres. Vide, votre nom d’utilisateur est utilisé.
register-have-account = Vous avez déjà un compte ?

proof-heading = Confirmez votre mot de passe
proof-lead = Cette action est irréversible : saisissez votre mot de passe pour continuer. Il ne vous sera pas redemandé pendant 30 minutes.
proof-continue = Continuer

reset-heading = Choisissez un nouveau mot de passe
reset-lead = Pour { $name } sur { $installation }. Vous serez déconnecté partout.
reset-save = Enregistrer le mot de passe

owner-heading = Préparons votre chat
owner-lead = Vous êtes le premier ici, vous en serez donc propriétaire. Cela prend une minute, et tout peut être changé plus tard.
owner-name = Nom de votre équipe ou communauté
owner-name-hint = Affiché sur la page de connexion et dans les invitations.
owner-display-name = Votre nom
owner-create = Créer le compte propriétaire
owner-server = Hubbub tourne sur votre propre serveur, sous votre contrôle.

setup-title = Configurer { $installation }
setup-heading = { $installation } est prêt
setup-lead = Vous pouvez passer chacune de ces étapes et les retrouver plus tard dans Admin.
setup-name = Nom
setup-name-about = Affiché sur la page de connexion, dans les invitations et sur les téléphones.
setup-saved = Enregistré
setup-invite = Inviter des personnes
setup-invite-about = { $count ->
    [one] Créez un lien avec lequel { $count } personne peut s’inscrire.
   *[other] Créez un lien avec lequel jusqu’à { $count } personnes peuvent s’inscrire.
}
setup-invite-link = { $count ->
    [one] { $count } personne peut s’inscrire avec ce lien jusqu’au { $date }.
   *[other] Jusqu’à { $count } personnes peuvent s’inscrire avec ce lien jusqu’au { $date }.
}
setup-invite-change = Modifier
setup-rooms = Commencer par un salon
setup-rooms-about = Tous ceux qui arrivent le trouvent dans la liste des salons.
setup-demo = Voir une démo
setup-demo-about = Un salon avec quelques messages qui montrent ce que vous pouvez faire. Supprimez-le quand vous voulez.
setup-demo-add = Ajouter le salon de démo
setup-demo-added = Salon de démo ajouté
setup-open = Ouvrir { $installation }
setup-skip = Passer pour l’instant

demo-name = Démo
demo-topic = Essayez tout ici
demo-hello = Ce salon montre ce que vous pouvez faire avec les messages. Essayez tout ici, et supprimez le salon quand vous avez fini.
demo-text = Écrivez en **gras**, en *italique*, en ~~barré~~ ou en `code`, et collez des liens comme https://example.org.
demo-code =
    Le code garde sa forme entre deux lignes de trois accents graves :

    ```
    for boat in harbour:
        boat.moor()
    ```
demo-quote =
    > Commencez une ligne par > pour citer quelqu’un.

    Répondez en dessous.
demo-mention = Mentionnez quelqu’un avec @ et son nom d’utilisateur. Cette personne est prévenue, même si elle lit un autre salon : bonjour @{ $username }
demo-tools = Pointez un message pour copier son lien, l’épingler, le modifier ou le supprimer. Sur un téléphone, touchez-le.

welcome-heading = Bienvenue sur { $installation }, { $name }
welcome-greeted-by = Un mot d’accueil de { $name }, qui vous a invité
welcome-invited-by = { $name } vous a invité
welcome-write-greeting = Écrire un mot d’accueil pour tous ceux qui arrivent
welcome-step = { $step ->
    [hello] Dites bonjour
    [name] Ajoutez votre nom
   *[rooms] Parcourez les salons
}
welcome-done = (fait)
welcome-hello-about = { $count ->
    [one] Une ligne suffit. Vous êtes le premier dans ce salon.
   *[other] Une ligne suffit. { $count } personnes sont dans ce salon.
}
welcome-name-about = Pour que les autres sachent qui leur parle.
welcome-rooms-about = Voyez de quoi on parle, et participez.
welcome-write = Écrire
welcome-edit-name = Modifier le nom
welcome-browse = Parcourir
welcome-hide = Masquer ces étapes

forgot-heading = Mot de passe oublié ?
forgot-text = Demandez un lien de réinitialisation à un admin. Il vous permet de choisir un nouveau mot de passe ; vos messages et vos salons ne changent pas.
forgot-again = Demander un nouveau lien
forgot-lead = Saisissez votre nom d’utilisateur ou votre adresse e-mail. Si votre adresse est confirmée, nous vous enverrons un lien pour choisir un nouveau mot de passe.
forgot-send = Envoyer le lien
forgot-sent-heading = Consultez vos e-mails
forgot-sent = Si ce compte existe et que son adresse e-mail est confirmée, un lien est en route. Il sert une fois, pendant 30 minutes.
forgot-sent-else = Rien au bout de quelques minutes ? Regardez dans vos spams, ou demandez un lien à un admin.

confirm-heading = Confirmez votre adresse e-mail
confirm-lead = Cette adresse est-elle celle du compte { $username } sur { $installation } ? Si vous ne connaissez pas ce compte, fermez cette page.
confirm-do = Confirmer l’adresse
confirm-done-heading = Votre adresse est confirmée
confirm-done = C’est celle de { $username }. Vous pouvez vous en servir pour vous connecter à { $installation }, et y recevoir un lien si vous oubliez votre mot de passe.
dead-confirm-text = Connectez-vous et faites-vous envoyer un nouveau lien depuis vos paramètres.

closed-kind-account = Inscription
closed-kind-reset = Mot de passe
closed-heading = Les inscriptions sont fermées
closed-text = Personne ne peut créer de compte pour le moment. Si vous connaissez quelqu’un qui gère ce site, demandez-lui-en un.
closed-invite-heading = Sur invitation uniquement
closed-invite-text = Il vous faut une invitation pour créer un compte. Si quelqu’un vous en a envoyé une, ouvrez le lien de son message.
dead-invite-kind = Invitation
dead-invite-heading = { $state ->
    [used] Cette invitation a été utilisée
    [revoked] Cette invitation a été révoquée
    [expired] Cette invitation a expiré
   *[unknown] Invitation introuvable
}
dead-invite-text = { $state ->
    [used] Tous ceux à qui elle était destinée sont arrivés. Demandez un nouveau lien à { $name }, qui vous a invité sur { $installation }.
    [revoked] Elle n’est plus valable. Demandez un nouveau lien à { $name }, qui vous a invité sur { $installation }.
   *[expired] Elle était valable jusqu’au { $date }. Demandez un nouveau lien à { $name }, qui vous a invité sur { $installation }.
}
dead-invite-unknown = Le lien est peut-être incomplet. Copiez-le en entier, ou demandez-en un nouveau à qui vous l’a envoyé.
dead-invite-account = Vous avez déjà un compte ? Aucune invitation n’est nécessaire.
closed-create-anyway = Créer un compte sans invitation
dead-reset-heading = { $state ->
    [used] Ce lien a été utilisé
    [expired] Ce lien a expiré
   *[unknown] Lien introuvable
}
dead-reset-text = { $state ->
    [used] Un lien de réinitialisation sert une fois. Connectez-vous avec le mot de passe que vous avez choisi, ou demandez un nouveau lien.
    [expired] Les liens de réinitialisation ne sont valables qu’un moment.
   *[unknown] Le lien est peut-être incomplet, ou vous en avez reçu un plus récent. Copiez-le en entier, ou demandez-en un nouveau.
}

## E-mails

mail-hello = Bonjour { $name },
mail-about = { $installation } ({ $address }) a envoyé cet e-mail automatiquement.
mail-reset-subject = Réinitialiser votre mot de passe pour { $installation }
mail-reset-text = Quelqu’un a demandé un lien pour choisir un nouveau mot de passe pour votre compte sur { $installation }. Il sert une fois, pendant 30 minutes.
mail-reset-else = Si ce n’était pas vous, ignorez cet e-mail. Votre mot de passe ne change pas.
mail-confirm-subject = Confirmez votre adresse e-mail pour { $installation }
mail-confirm-text = Cette adresse a été indiquée pour le compte { $username } sur { $installation }. Confirmez que c’est la vôtre. Le lien est valable un jour.
mail-confirm-else = Si vous ne connaissez pas ce compte, ignorez cet e-mail.
mail-hello-anyone = Bonjour,
mail-device-subject = Nouvelle connexion à { $installation }
mail-device-text = Quelqu’un s’est connecté à votre compte { $username } sur { $installation } avec un navigateur ou depuis un réseau qui n’avaient encore jamais servi : { $device }, { $moment }. Si c’était vous, il n’y a rien à faire.
mail-device-button = Voir vos sessions
mail-device-else = Si ce n’était pas vous, changez votre mot de passe. Toutes les autres sessions seront déconnectées.
mail-invite-subject = Vous êtes invité sur { $installation }
mail-invite-else = Si vous n’attendiez pas cet e-mail, ignorez-le.
mail-unread-subject = Messages non lus sur { $installation }
mail-unread-subject-room = Messages non lus dans { $room }
mail-unread-subject-direct = Messages non lus de { $name }
mail-unread-text = { $count ->
    [one] Un message sur { $installation } attend que vous le lisiez.
   *[other] { $count } messages sur { $installation } attendent que vous les lisiez.
}
mail-unread-more = { $count ->
    [one] … et un autre
   *[other] … et { $count } autres
}
mail-unread-why = { $pace ->
    [minutes] Vous recevez cet e-mail parce que vous avez choisi d’être averti des messages non lus au bout de 10 minutes.
    [hour] Vous recevez cet e-mail parce que vous avez choisi d’être averti des messages non lus au bout d’une heure.
   *[daily] Vous recevez cet e-mail parce que vous avez choisi d’être averti une fois par jour des messages non lus.
}
mail-unread-settings = Choisir quand le recevoir
mail-unread-stop = Arrêter ces e-mails
unsubscribe-heading = Arrêter les e-mails sur les messages non lus ?
unsubscribe-lead = { $installation } ne vous enverra plus d’e-mails sur les messages non lus. Tout le reste demeure inchangé.
unsubscribe-done-heading = Plus d’e-mails sur les messages non lus
unsubscribe-done = Vous pouvez les réactiver sur { $installation }, dans les paramètres de notification.
dead-unsubscribe-text = Le lien est peut-être incomplet. Vous pouvez aussi arrêter ces e-mails dans les paramètres de notification.

## La liste des salons

home-link = { $installation }, accueil
home = Accueil
room-list-empty = Vous n’êtes encore dans aucun salon. Parcourez les salons ou créez-en un.
room-list-empty-guest = Vous n’avez encore été ajouté à aucun salon.
admin = Admin
unread-count = non lus
mention-count = mentions de vous
settings-of = Paramètres de

## Accueil et salons

jump-to = Aller à…
jump-hint = Aller à un salon ou une personne
jump-results = Résultats
jump-none = Rien ne correspond. Essayez une autre partie du nom.
jump-commands = Commandes
jump-key-enter = Entrée
jump-key-escape = Échap
jump-key-jump = Ctrl K
jump-key-move = pour choisir
jump-key-open = pour ouvrir
jump-key-close = pour fermer

home-heading = Bon retour, { $name }
home-mentioned = Vous avez été mentionné
home-waiting = { $rooms ->
    [one] { $rooms } conversation avec de nouveaux messages.
   *[other] { $rooms } conversations avec de nouveaux messages.
}
home-waiting-mentions = { $mentions ->
    [one] { $mentions } mention
   *[other] { $mentions } mentions
}, { $rooms ->
    [one] { $rooms } conversation avec de nouveaux messages.
   *[other] { $rooms } conversations avec de nouveaux messages.
}
home-read = Vous êtes à jour.
home-read-about = Rien ne vous attend. Les nouveaux messages apparaîtront ici.
home-mentions = Mentions
home-unread = Non lus
home-drafts = Brouillons
home-recent = Récents
home-lately = Actifs récemment
home-aside = Personnes et salons
home-in-room = dans { $room }
home-author = { $name } :
home-you = Vous :
home-new = { $count } nouveaux
home-show-all = Tout afficher ({ $count })

browse-lead = Ouverts à tous chez { $installation }. Jetez un œil avant de rejoindre.
browse-name-hint = Toutes les langues, 80 caractères au plus. Vous pourrez le renommer.
browse-lead-guest = En tant qu’invité, vous voyez les salons auxquels vous avez été ajouté.
browse-kind = Qui peut le trouver
browse-find = Trouver un salon
browse-find-hint = Chercher par nom ou sujet
browse-sort = Trier
browse-order = { $order ->
    [name] Nom
    [members] Membres
    [newest] Plus récents
   *[active] Activité récente
}
browse-which = Quels salons
browse-show = { $show ->
    [joined] Rejoints
    [others] Non rejoints
   *[public] Tous
}
browse-active = Dernière activité
browse-none-other = Vous êtes dans tous les salons qui existent.
browse-none-found = Aucun salon ne correspond à votre recherche.
browse-none = Il n’y a pas encore de salon public. Créez le premier.
browse-more = Plus de salons
browse-join = Rejoindre
browse-join-room = Rejoindre { $room }
browse-joined = Rejoint

new-room-topic-hint = À quoi sert ce salon ?
new-room-kind = { $kind ->
    [private] Seulement les personnes que vous ajoutez
   *[public] Tout le monde chez { $installation }
}
new-room-kind-note = { $kind ->
    [private] Caché à tous les autres, recherche comprise
   *[public] Chacun peut le trouver, y jeter un œil et le rejoindre
}
new-room-people = Ajouter des personnes
new-room-people-hint = Noms d’utilisateur, séparés par des virgules.

## Clavier

keys = Raccourcis clavier
keys-show = Afficher les raccourcis clavier
keys-lead = Sur un Mac, ⌘ joue le rôle de Ctrl.
keys-letters = Utiliser les raccourcis d’une seule lettre dans ce navigateur
key-place = { $place ->
    [anywhere] Partout
    [room] Dans un salon
    [page] Tant que vous n’écrivez pas
    [inbox] Dans la boîte de réception
    [message] Sur un message
    [inside] Sur un lien ou un bouton d’un message
   *[writing] Pendant la saisie
}
key-name = { $part ->
    [Mod] Ctrl
    [ArrowUp] ↑
    [ArrowDown] ↓
    [Enter] { jump-key-enter }
    [Escape] { jump-key-escape }
    [Delete] Suppr
    [Shift] Maj
    [Home] Début
    [End] Fin
   *[other] { $part }
}
key-does = { $command ->
    [search] Rechercher des messages
    [jump] Aller à un salon, une personne ou une commande
    [room-previous] Salon précédent
    [room-next] Salon suivant
    [unread-previous] Salon non lu précédent
    [unread-next] Salon non lu suivant
    [region-next] Partie suivante de la page
    [region-previous] Partie précédente de la page
    [keys] Afficher cette liste
    [mark-read] Marquer le salon comme lu
    [message-next] Message suivant
    [message-previous] Message précédent
    [message-first] Premier message affiché
    [message-last] Dernier message affiché
    [message-enter] Aller au premier lien du message
    [message-leave] Revenir à la saisie
    [message-back] Revenir au message
    [reply] Répondre
    [thread] Ouvrir le fil
    [react] Ajouter une réaction
    [edit] Modifier
    [delete] Supprimer
    [unread] Marquer comme non lu à partir d’ici
    [link] Copier le lien
    [inbox-next] Suivant
    [inbox-previous] Précédent
    [inbox-open] Ouvrir
    [inbox-reply] Répondre
    [inbox-done] Traité
    [inbox-save] Enregistrer
    [inbox-snooze] Reporter
    [inbox-undo] Annuler
    [send] Envoyer
    [line] Nouvelle ligne
    [edit-last] Modifier votre dernier message
    [bold] Gras
    [italic] Italique
    [strike] Barré
    [link-words] Créer un lien avec les mots sélectionnés
    [code] Code
   *[other] –
}

## Boîte de réception

inbox = Boîte de réception
inbox-count = en attente
inbox-tab = { $show ->
    [all] Tout
    [mentioned] Mentions
    [direct] Directs
    [thread] Fils
    [keyword] Mots-clés
    [everything] Salons
    [snoozed] Reportés
   *[done] Traités
}
inbox-row = { $why ->
    [mentioned] { $count ->
        [one] { $name } vous a mentionné dans { $room }
       *[other] { $name } vous a mentionné dans { $room }, { $count } messages pour vous
    }
    [thread] { $count ->
        [one] { $name } a répondu dans un fil que vous suivez dans { $room }
       *[other] { $count } nouvelles réponses dans un fil que vous suivez dans { $room }, la dernière de { $name }
    }
    [keyword] { $name } a employé votre mot-clé { $keyword } dans { $room }
   *[everything] { $count ->
        [one] { $name } a écrit dans { $room }
       *[other] { $count } nouveaux messages dans { $room }, le dernier de { $name }
    }
}
inbox-row-direct = { $why ->
    [mentioned] { $name } vous a mentionné dans un message direct
    [thread] { $count ->
        [one] { $name } a répondu dans un fil que vous suivez
       *[other] { $count } nouvelles réponses dans un fil que vous suivez, la dernière de { $name }
    }
    [keyword] { $name } a employé votre mot-clé { $keyword }
   *[direct] { $count ->
        [one] { $name } vous a écrit
       *[other] { $name } vous a envoyé { $count } messages
    }
}
inbox-done = Traité
inbox-was-done = Traité. Cela reviendra s’il y a du nouveau.
inbox-undo = Annuler
inbox-back = Remettre dans la boîte
inbox-all-done = Tout est traité
inbox-none = { $show ->
    [snoozed] Rien n’est reporté.
   *[done] Rien de ce que vous avez traité n’est encore non lu.
}
inbox-snooze = Reporter
inbox-until = Reporté jusqu’au
inbox-why = Pourquoi est-ce ici ?
inbox-reply-to = Répondre à { $name } dans { $room }
inbox-reply-to-direct = Répondre à { $name }
inbox-said = Réponse envoyée, conversation traitée.
inbox-said-way = L’ouvrir

## Messages enregistrés

saved = Enregistrés
saved-lead = Les messages que vous avez enregistrés. Vous seul voyez cette liste.
saved-none = Rien d’enregistré pour l’instant. Enregistrez un message pour le retrouver ici.
saved-title = Enregistrer un message dans { $room }
saved-heading = Enregistrer ce message
saved-heading-saved = Message enregistré
saved-remind = Me le rappeler
saved-when = { $when ->
    [never] Aucun rappel
    [hour] Dans une heure
    [tomorrow] Demain à 9 h
    [week] La semaine prochaine
   *[date] À une date
}
saved-when-kept = Comme prévu : { $at }
saved-date = Date et heure
saved-utc = Sans JavaScript, les heures sont en UTC.
saved-remove = Retirer
saved-done = Terminé
saved-due = Rappel :
saved-due-count = à traiter
saved-remind-me = Me le rappeler
saved-more = Afficher plus

## Search

search-label = Rechercher des messages
search-here = Rechercher dans cette conversation
search-for = Rechercher { $words } dans les messages
search-help = Aide à la recherche
search-operator = { $operator ->
    [words] ponton jeudi
    [phrase] "le ponton est réservé"
    [without] -pluie
    [from] from:rosa
    [in] in:general
    [has] has:file
    [is] is:saved
   *[date] after:2026-11-01
}
search-operator-about = { $operator ->
    [words] Tous ces mots, ou des mots qui commencent ainsi
    [phrase] Ces mots à la suite
    [without] Les messages sans ce mot
    [from] Écrits par quelqu’un ; from:me pour les vôtres
    [in] Dans un salon
    [has] Avec un fichier, ou has:link, has:image, has:reaction, has:thread
    [is] Enregistrés par vous, ou is:pinned, is:mine, is:unread, is:thread
   *[date] Après un jour, ou before:, on:, during:2026-11
}
search-add = Ajouter
search-filter = { $operator ->
    [from] personne
    [in] salon
    [has] lien, fichier, image
    [is] enregistré, non lu
   *[date] date
}
search-scope = Où rechercher
search-scope-name = { $scope ->
    [direct] Messages directs
   *[everywhere] Partout
}
search-in = Dans { $room }
search-order = Ordre
search-order-name = { $order ->
    [relevance] Pertinence
   *[newest] Plus récents
}
search-direct = dans votre conversation avec { $name }
search-in-thread = dans un fil de { $room }
search-context = Afficher le contexte
search-context-hide = Masquer le contexte
search-context-of = du message de { $name }
search-none = Aucun résultat. Essayez moins de mots, des mots plus courts, ou cherchez partout.
search-begin = Retrouvez tout ce qui s’est dit dans les salons et conversations que vous pouvez lire.
search-first = Retour au début
search-more = Plus de messages
search-beside = Personnes, salons et fichiers
search-files = Fichiers
search-back = Retour aux résultats de recherche

## Tout ce qui n’est pas lu

unread-all = Tout le non lu
unread-lead = Un message compte comme lu dès que vous l’avez vu.
unread-read-all = Tout lire sur une page
unread-since = { $count ->
    [one] { $count } nouveau message depuis { $time }
   *[other] { $count } nouveaux messages depuis { $time }
}
unread-mark = Marquer comme lu
unread-more = { $count ->
    [one] { $count } autre message
   *[other] { $count } autres messages
}
unread-news = Il y a du nouveau. Afficher
date-jump = Aller à une date
date-go = Y aller

## Un salon

room-people = Qui est là, et détails du salon
room-no-script = Activez JavaScript pour voir les nouveaux messages en direct.
room-mark-read = Tout marquer comme lu
room-start = C’est le début de { $room }
room-start-messages = Les messages commencent ci-dessous.
room-start-member = Écrivez le premier message.
room-start-visitor = Pas encore de message. Rejoignez le salon pour écrire le premier.
room-start-archived = Aucun message n’a été écrit ici.
room-start-topic = Dire à quoi il sert
room-start-people = Ajouter des personnes
room-jump = Aller au plus récent
room-write = Message à { $room }
room-write-hello = Dites bonjour à { $room }
room-preview = Vous avez un aperçu de ce salon. Rejoignez-le pour écrire et être tenu au courant.
room-join = Rejoindre le salon
room-announced = Seuls les modérateurs peuvent écrire ici. Vous pouvez réagir et répondre dans les fils.
room-announcements = Seuls les modérateurs écrivent ici.
slow-mode = Mode lent : { $time } entre deux messages.
slow-wait = { $count ->
    [one] Vous pourrez écrire dans { $count } seconde
   *[other] Vous pourrez écrire dans { $count } secondes
}
slow-wait-live = Vous pourrez écrire dans { $time }
# A pause between two messages, in seconds; 0: none.
pause = { $seconds ->
    [0] Aucune
    [60] 1 minute
    [300] 5 minutes
    [900] 15 minutes
    [3600] 1 heure
   *[other] { $seconds } secondes
}
room-muted = Un modérateur vous a réduit au silence dans ce salon jusqu’au { $until }. Vous pouvez encore lire.
room-muted-why = Voir le motif
room-archived = Ce salon est archivé. Vous pouvez le lire, mais personne ne peut y écrire.
room-details = Détails du salon
room-here = Ici en ce moment
room-here-none = Personne ici

## Threads

thread = Fil de discussion
thread-title = Fil dans { $room }
thread-replies = { $count ->
    [one] { $count } réponse
   *[other] { $count } réponses
}
thread-last = dernière à { $time }
thread-empty = Pas encore de réponse
thread-follow = Suivre
thread-unfollow = Ne plus suivre
thread-also = Envoyer aussi dans { $room }
thread-write = Répondre dans le fil
threads = Fils de discussion
threads-lead = Les fils que vous suivez où il y a de nouvelles réponses.
threads-none = Pas de nouvelle réponse dans les fils que vous suivez.

## Messages

# Files: of a message, and the page to send them from.
files = Fichiers
files-title = Fichiers de { $room }
files-name = Chercher par nom
files-kind = Type
files-of-kind = { $kind ->
    [picture] Images
    [video] Vidéos
    [audio] Audio
    [other] Documents et autres
   *[all] Tous les types
}
files-by = Envoyé par
files-by-anyone = Tout le monde
files-from = Du
files-to = Au
files-message = Aller au message
files-copy-link = Copier le lien
files-none = Aucun fichier n’a encore été envoyé ici.
files-none-found = Aucun fichier ne correspond.
files-all = Afficher tous les fichiers
files-own = Vous utilisez { $used } sur { $max }. Les fichiers téléversés sans être envoyés comptent aussi.
files-most = sur { $max }
files-store = Fichiers conservés
files-unposted = { $count ->
    [one] { $count } fichier téléversé sans être envoyé
   *[other] { $count } fichiers téléversés sans être envoyés
}
files-unposted-about = { $size }. Chacun est supprimé { $hours } heures après le début de son téléversement.
files-unwanted = { $count ->
    [one] { $count } fichier sur le point d’être supprimé
   *[other] { $count } fichiers sur le point d’être supprimés
}
files-unwanted-about = Des messages supprimés et des fichiers non envoyés.
files-orphans = { $count ->
    [one] { $count } fichier inconnu dans le stockage
   *[other] { $count } fichiers inconnus dans le stockage
}
files-orphans-about = Trouvés par cette passerelle à son dernier passage, et supprimés si elle les retrouve six heures plus tard.
upload-title = Envoyer des fichiers dans { $room }
upload-heading = Envoyer des fichiers
upload-lead = Dans { $room }. Vous pouvez envoyer jusqu’à { $max } fichiers à la fois.
upload-words = Message (facultatif)
upload-files = Fichiers
upload-back = Retour à la conversation
attach-files = Joindre des fichiers
upload-chosen = Fichiers de ce message
upload-move-keys = Les flèches haut et bas déplacent un fichier.
upload-describe = Décrivez cette image
upload-choose = Choisir à nouveau
upload-progress = Téléversé
upload-drop = Déposez des fichiers pour les joindre à votre message
upload-camera = Prendre une photo
upload-choose-files = Choisir des fichiers
file-download = Télécharger
file-keeps-metadata = Données de l’appareil conservées
file-size = { $unit ->
    [gb] { $amount } Go
    [mb] { $amount } Mo
    [kb] { $amount } Ko
   *[byte] { $amount } o
}
sent-files = { $count ->
    [one] Fichier envoyé
   *[other] { $count } fichiers envoyés
}

# The picture over the page, and pictures that move.
picture-play = Lire { $name }
lightbox-count = { $place } sur { $all }
lightbox-play = Lire
lightbox-zoom = Taille réelle
lightbox-message = Aller au message
lightbox-original = Ouvrir l’original
lightbox-previous = Image précédente
lightbox-next = Image suivante

message-deleted = Ce message a été supprimé.
message-edited = (modifié { $time })
message-actions = Actions du message
message-action = { $action ->
    [thread] Fil de discussion
    [reply] Répondre
    [edit] { edit }
    [delete] { delete }
    [pin] Épingler
    [unpin] Désépingler
    [remove_previews] Retirer les aperçus des liens
    [react] Ajouter une réaction
    [save] Enregistrer
    [unsave] Retirer des enregistrés
    [report] Signaler
    [why] Pourquoi ai-je (ou non) été averti ?
   *[unread] Marquer comme non lu
}
message-more = Autres actions
message-new = Nouveau
message-links = Liens
message-show-more = Afficher plus
# Of a box in a list of tasks.
message-tick = { $done ->
    [yes] Décocher : { $task }
   *[no] Cocher : { $task }
}
blocked-message = Message d’une personne que vous avez bloquée
blocked-show = Afficher
blocked-hide = Masquer
message-spoiler = Texte masqué
code-wrap = Retour à la ligne
# Ce qui appelle plus d’une personne : proposé après un @, et dit avant l’envoi.
broadcast-offer = { $word ->
    [room] Tout le monde dans ce salon
   *[here] Toutes les personnes présentes
}
broadcast-says = { $word ->
    [room] Ceci notifie { $count } personnes.
   *[here] Ceci notifie les personnes présentes, parmi { $count }.
}
broadcast-send = { $word ->
    [room] Envoyer à { $count }
   *[here] Envoyer à { $count } au plus
}
# What is typed after a slash.
slash-help = Vous pouvez taper /me, /msg, /invite, /mute (ce salon, pour vous), /mute @personne 10m motif (pour les modérateurs), /unmute, /topic, /status, /leave, /shrug et /help. Pour commencer un message par une barre oblique, tapez-en deux : //
slash-unknown = La commande /{ $name } n’existe pas. Pour commencer un message par une barre oblique, tapez-en deux : //
slash-needs-words = Écrivez quelque chose après /{ $name }.
slash-mute = Tapez /mute pour mettre ce salon en sourdine, ou nommez la personne à réduire au silence : /mute @personne 10m motif
slash-not-in-thread = Cela fonctionne dans le salon, pas dans un fil. Pour commencer un message par une barre oblique, tapez-en deux : //
slash-about = { $command ->
    [me] Dire ce que vous faites
    [msg] Écrire à quelqu’un en privé
    [invite] Ajouter quelqu’un à ce salon
    [mute] Mettre ce salon en sourdine, ou @personne 10m
    [unmute] Rétablir le son de ce salon, ou @personne
    [topic] Changer le sujet
    [status] Définir votre statut, /status clear pour l’effacer
    [leave] Quitter ce salon
    [shrug] Hausser les épaules
   *[help] Voir ce que vous pouvez taper
}
emoji = Suggestions
# Behind whoever said what a message links to.
linked-where = dans { $room }
message-sending = Envoi…
message-retry = Réessayer
message-discard = Abandonner
message-log = Nouveaux messages
reactions = Réactions
reactions-title = Réactions dans { $room }
reactions-none = Personne n’a réagi à ce message.
reactors-you = Vous
reactors-and = { $names } et { $last }
reactors-others = { $count ->
    [one] { $count } autre
   *[other] { $count } autres
}
reactors-with = avec { $reaction }
react-title = Réagir à un message dans { $room }
react-mine = Vos réactions
react-remove = Retirer
react-choose = Choisissez un émoji
react-word = Ou n’importe quel émoji ou mot, 16 caractères au plus
react-add = Ajouter
picker-search = Chercher un émoji ou saisir un mot
picker-tone = Changer la couleur de peau
picker-groups = Sortes d’émojis
admin-emoji = Émojis
emoji-heading = Émojis personnalisés
emoji-lead = Écrivez leur nom entre deux deux-points dans un message, ou choisissez-les comme réaction.
emoji-add = Ajouter un émoji
emoji-name-hint = Lettres a à z, chiffres, _, + et -, par exemple party_cat.
emoji-picture = Image
emoji-picture-hint = PNG, WebP, GIF ou JPEG, jusqu’à 1 Mo. Elle ne bouge pas.
emoji-all = { $count ->
    [0] Aucun émoji personnalisé
    [one] { $count } émoji personnalisé
   *[other] { $count } émojis personnalisés
}
emoji-by = ajouté par { $name }
emoji-remove = Retirer
emoji-remove-one = Retirer :{ $name }:
emoji-none = Aucun pour l’instant.
emoji-members = Qui peut ajouter des émojis
emoji-members-no = Seulement les admins
emoji-members-yes = Les admins et les membres
emoji-did-add = Émoji ajouté.
emoji-did-remove = Émoji retiré. Son nom s’affiche là où il a été utilisé.
emoji-did-members = Enregistré. C’est valable dès maintenant.
picker-group = { $group ->
    [recent] Récents
    [custom] Personnalisés
    [smileys] Smileys
    [people] Personnes
    [nature] Animaux et nature
    [food] Nourriture et boissons
    [travel] Voyages et lieux
    [activities] Activités
    [objects] Objets
    [symbols] Symboles
   *[flags] Drapeaux
}
delete-heading = Supprimer ce message ?
delete-about = Le texte est retiré pour tout le monde ; une mention reste.
delete-title = Supprimer un message dans { $room }
delete-lead = Dans { $room }. Le texte est retiré pour tout le monde ; une mention reste.
edit-heading = Modifiez votre message
edit-label = Votre message
edit-remove-files = Retirer ces fichiers :
edit-says-now = Il dit maintenant :
edit-use-words = Utiliser ce texte
edit-title = Modifier un message dans { $room }
edit-lead = Dans { $room }. Tout le monde y voit le nouveau texte, et qu’il a été modifié.
reply-to = En réponse à
reply-edited = (modifié)
reply-cancel = Ne pas répondre à ce message
reply-return = Revenir où vous étiez
reply-heading = Répondre à ce message
reply-title = Répondre dans { $room }
reply-lead = Dans { $room }. Votre réponse indique à quel message elle répond.
reply-label = Votre réponse
back-to-message = Retour au message

## Ce que disait un message avant d’être modifié

edits = Historique des modifications
edits-title = Historique des modifications dans { $room }
edits-lead = Dans { $room }. Seuls les membres peuvent le voir.
edits-now = Version actuelle
edits-no-words = Aucun texte
edits-none = Aucune version précédente de ce message n’est conservée.
edits-older = Versions plus anciennes
edits-erase = Effacer les versions précédentes

## L’ordre de la barre latérale

arrange = Organiser vos salons
arrange-lead = C’est votre propre ordre, sur tous vos appareils.
arrange-sort = Trier les salons
arrange-by = { $sort ->
    [activity] Par activité, la plus récente d’abord
    [hand] À la main : faites glisser les salons dans la barre latérale, ou déplacez-les ici
   *[name] Par nom
}
arrange-part = { $part ->
    [starred] Favoris
   *[rooms] Salons
}
sections = Sections
sections-about = Regroupez des salons sous vos propres titres. Vous seul les voyez.
section-new = Nouvelle section
section-add = Ajouter la section
section-name = Nom de la section
section-remove = Supprimer { $name }
section-of = Section pour { $room }
section-move = Déplacer
arrange-up = Monter { $room }
arrange-down = Descendre { $room }

## Mise en forme et aperçu

format = Mise en forme
format-name = { $what ->
    [bold] Gras
    [italic] Italique
    [strike] Barré
    [link-words] Lien
    [quote] Citation
    [list] Liste
    [code] Code
   *[spoiler] Texte masqué
}
preview = Aperçu
preview-title = Aperçu dans { $room }
preview-lead = Dans { $room }. Personne d’autre ne voit encore ceci.
preview-of-command = C’est une commande, pas un message : il n’y a pas d’aperçu.
preview-unreachable = L’aperçu ne peut pas être affiché pour l’instant. Votre texte est conservé.

line = { $what ->
    [left] { $actor } a quitté le salon
    [removed] { $actor } a retiré { $target }
    [banned] { $actor } a banni { $target }
    [added] { $actor } a ajouté { $target }
    [unbanned] { $actor } a levé le bannissement de { $target }
    [muted] { $actor } a réduit { $target } au silence
    [unmuted] { $actor } a rendu la parole à { $target }
    [deleted] { $actor } a supprimé un message de { $target }
    [pinned] { $actor } a épinglé un message
    [unpinned] { $actor } a désépinglé un message
    [renamed] { $actor } a renommé ce salon
    [described] { $actor } a changé le sujet
    [no-topic] { $actor } a retiré le sujet
    [announcements] { $actor } a fait de ce salon un salon d’annonces
    [no-announcements] { $actor } laisse de nouveau tout le monde écrire ici
    [slow-mode] { $actor } a activé le mode lent
    [no-slow-mode] { $actor } a désactivé le mode lent
    [edit-history] { $actor } a activé l’historique des modifications : désormais, les membres voient ce que disaient les messages avant leur modification
    [no-edit-history] { $actor } a désactivé l’historique des modifications : les versions précédentes ont été effacées
    [previews] { $actor } a activé les aperçus des liens
    [no-previews] { $actor } a désactivé les aperçus des liens
    [broadcast-moderators] { $actor } réserve aux modérateurs le droit de notifier tout le monde ici
    [broadcast-everyone] { $actor } permet de nouveau à chacun de notifier tout le monde ici
    [picture] { $actor } a changé l’image de ce salon
    [no-picture] { $actor } a retiré l’image de ce salon
    [archived] { $actor } a archivé ce salon
    [restored] { $actor } a désarchivé ce salon
    [inspected] { $actor } a consulté ce salon en tant qu’admin
   *[joined] { $actor } a rejoint le salon
}

line-until = jusqu’au { $until }

## Listes de messages d’un salon

list-name = { $list ->
   *[pins] Épinglés
}
list-title = { $list ->
   *[pins] Épinglés dans { $room }
}
list-none = { $list ->
   *[pins] Aucun message n’est encore épinglé.
}
list-jump = Aller au message

## Membres d’un salon

members-title = Membres de { $room }
members-private = Eux seuls connaissent ce salon.
members-room-settings = Paramètres du salon
members-add = Ajouter quelqu’un
members-add-hint = La personne entre aussitôt, et le salon en est informé.
members-since = depuis le { $date }
members-role-change = Changer le rôle
members-reason = Motif
members-reason-hint = facultatif, visible dans le salon
members-how-long = Durée
# How long something lasts, in minutes; 0: it does not end by itself.
length = { $minutes ->
    [0] Jusqu’à la levée
    [10] 10 minutes
    [60] 1 heure
    [480] 8 heures
    [1440] 1 jour
    [10080] 1 semaine
    [43200] 30 jours
   *[other] { $minutes } minutes
}
members-mute = Réduire au silence
members-unmute = Rendre la parole
members-unmute-person = Rendre la parole à { $name }
members-muted-until = Silence jusqu’au { $until }
members-banned-until = Jusqu’au { $until }
members-banned-for-good = Jusqu’à la levée du bannissement
members-ban = Bannir
members-banned = Bannis
members-unban = Lever le bannissement
members-unban-person = Lever le bannissement de { $name }
members-find = Chercher des membres
members-find-more = Beaucoup de personnes correspondent. Précisez le nom.
members-none-found = Aucun membre ne correspond à votre recherche.
members-all = Tous les membres
members-more = Plus de membres
members-did-add = Membre ajouté.
members-did-appoint = Rôle changé.
members-did-remove = Membre retiré. Si le salon est public, il peut le rejoindre à nouveau.
members-did-ban = Membre banni. Il ne peut pas revenir avant la fin du bannissement, ou que vous le leviez.
members-did-mute = Membre réduit au silence. D’ici là, il peut lire, mais ni écrire, ni répondre, ni modifier, ni réagir.
members-did-unmute = Parole rendue. Le membre peut de nouveau écrire.
members-did-unban = Bannissement levé. La personne peut rejoindre le salon, ou y être ajoutée.

## Paramètres d’un salon

room-settings-title = Paramètres de { $room }
room-settings-private = Un salon privé : seuls ses membres le connaissent.
room-settings-public = Un salon public : tout le monde peut le rejoindre.
room-settings-archived = Ce salon est archivé
room-settings-archived-about = Il peut être lu, mais personne ne peut y écrire. Désarchivez-le pour changer autre chose.
room-settings-restore = Désarchiver le salon
room-settings-name = Nom du salon
room-settings-name-hint = Dans n’importe quelle langue. L’ancienne adresse reste valable.
room-settings-topic = Sujet
room-picture = Image
room-picture-about = Elle représente le salon dans les listes et en haut de sa page.
room-settings-topic-label = De quoi parle ce salon
room-settings-topic-hint = Affiché sous le nom.
room-settings-posting = Écriture
room-settings-posting-who = Qui peut écrire
room-settings-posting-from = { $role ->
    [moderator] Seulement les modérateurs : un salon d’annonces, où les autres réagissent et répondent dans les fils
   *[member] Tout le monde dans le salon
}
room-settings-broadcast = Notifier tout le monde
room-settings-broadcast-who = Qui peut utiliser @room et @here
room-settings-broadcast-from = { $role ->
    [moderator] Seulement les modérateurs
   *[member] Tout le monde dans le salon
}
room-settings-slow = Mode lent
room-settings-slow-about = Tous sauf les modérateurs attendent entre deux messages.
room-settings-slow-time = Pause
room-settings-did-posting = Enregistré. C’est valable dès maintenant.
room-settings-did-picture = Image changée.
room-settings-did-slow = Mode lent modifié.
room-settings-did-history = Historique des modifications changé.
room-settings-history-about = Concerne les messages envoyés après l’activation. Les membres voient les versions précédentes d’un message modifié ; son auteur peut les effacer. La désactivation efface toutes les versions précédentes de ce salon.
room-settings-history = Versions précédentes des messages modifiés
room-settings-history-kept = { $kept ->
    [yes] Les conserver, visibles par les membres
   *[no] Ne pas les conserver
}
room-settings-did-previews = Aperçus des liens modifiés.
room-settings-previews-about = Les messages montrent le titre et les premiers mots des pages vers lesquelles ils renvoient, si cette installation le permet.
room-settings-previews = Dans ce salon, les messages montrent où mènent leurs liens
link-previews = Aperçus des liens
link-previews-shown = { $shown ->
    [yes] Afficher les aperçus
   *[no] Ne pas afficher d’aperçus
}
room-settings-archive = Archiver
room-settings-archive-about = Tout reste lisible, mais personne ne peut y écrire. Vous pourrez désarchiver le salon plus tard.
room-settings-archive-room = Archiver le salon
room-settings-did-rename = Salon renommé. L’ancienne adresse reste valable.
room-settings-did-topic = Sujet changé.
room-settings-did-archive = Salon archivé. Il peut être lu, mais personne ne peut y écrire.
room-settings-did-restore = Salon désarchivé.

## Ses propres paramètres

settings-lead = Vous êtes connecté à { $installation } en tant que { $username }.
settings-profile = Voir le profil
settings-name-hint = Ce que voient les autres, dans n’importe quelle langue. Il change dans tous les salons.
avatar = Votre photo
avatar-about = Elle s’affiche à côté de ce que vous écrivez. Sans photo, ce sont vos initiales.
avatar-choose = Choisir une photo
picture-hint = JPEG, PNG, WebP ou GIF, jusqu’à 20 Mo. Le milieu est recadré en carré.
picture-crop = Votre image en carré. Faites-la glisser ou déplacez-la avec les flèches.
picture-zoom = Agrandir
picture-remove = Retirer l’image
settings-about-you = À propos de vous
settings-about-you-about = Sur votre profil. Tout est facultatif.
settings-pronouns-hint = Par exemple elle
settings-title-hint = Ce que vous faites ici
settings-about-hint = { $max } caractères au plus
settings-zone-none = Non affiché
settings-zone-hint = Les autres voient l’heure qu’il est chez vous.
settings-zone-offer = Utiliser le fuseau horaire de ce navigateur :
settings-did-profile = Votre profil a été modifié.
settings-email-hint = Seuls les admins peuvent la voir. Elle peut servir à vous connecter.
settings-email-confirmed = Cette adresse est confirmée.
settings-email-confirm = Envoyer l’e-mail de confirmation
settings-email-unconfirmed = Pas encore confirmée. Vous pouvez toujours vous connecter avec votre nom d’utilisateur.
settings-appearance = Apparence
settings-appearance-about = Dans ce navigateur seulement.
settings-theme = Thème
settings-theme-auto = Comme le système
settings-theme-light = Clair
settings-theme-dark = Sombre
settings-density = Messages
settings-density-cozy = Confortable
settings-density-compact = Compact
settings-language = Langue
settings-language-auto = Comme le navigateur
settings-first-contact = Qui peut vous écrire en premier
settings-first-contact-choice = { $choice ->
    [shared_room] Les personnes avec qui vous partagez un salon
    [nobody] Personne
   *[everybody] Tout le monde
}
settings-first-contact-about = Les conversations existantes continuent. Les invités doivent partager un salon avec vous.
settings-did-messages = Enregistré.
# What of a room calls its member, and how.
level-title = Notifications
level = { $level ->
    [everything] Tout
    [mentions] Mentions
    [nothing] Rien
   *[hidden] Masqué
}
level-about = { $level ->
    [everything] Chaque message de ce salon
    [mentions] Seulement les messages qui vous mentionnent
    [nothing] Les messages non lus restent visibles dans la barre latérale
   *[hidden] Hors de la barre latérale jusqu’à ce qu’on vous mentionne
}
level-settings = La façon dont cet appareil vous avertit se choisit dans vos paramètres.
starred = Favoris
star = Favori
star-about = Garder en haut de votre liste
notifications = Notifications
notifications-about = En arrière-plan, Hubbub peut vous signaler les messages directs, les mentions et les salons dont vous voulez suivre tous les messages. La cloche d’un salon choisit ce qu’il vous signale. Ces réglages ne valent que pour ce navigateur.
notifications-away = Les notifications demandent JavaScript, une connexion sécurisée (https) et un navigateur qui les prend en charge.
notifications-desktop = Afficher les notifications
notifications-words = Montrer qui a écrit et quoi
notifications-sound = Jouer un son
notifications-blocked = Votre navigateur bloque les notifications de ce site. Autorisez-les dans ses paramètres pour ce site, puis activez-les ici.
notifications-test = Envoyer un test
notifications-test-words = Voici à quoi ressemble une notification.
settings-notifications = Choisir vos notifications
settings-notifications-about = Ce qui vous est signalé, sur cet appareil, et quand vous ne voulez pas être dérangé.
notifications-told = Ce qui vous est signalé
notifications-rooms = Dans les salons
notifications-for-everyone = Comme pour tout le monde : { $level ->
    [everything] tout
    [mentions] mentions
   *[nothing] rien
}
notifications-rooms-about = Chaque salon peut différer : changez-le avec sa cloche. Les messages directs et les fils que vous suivez vous sont toujours signalés, sauf si vous en avez décidé autrement pour la conversation.
keywords = Mots-clés
keywords-about = Vous êtes averti quand quelqu’un emploie un de ces mots dans un de vos salons, comme si l’on vous avait mentionné.
keyword-add = Ajouter un mot-clé
keyword-hint = Un mot ou plusieurs à la suite. Ni la casse ni les accents ne comptent.
keyword-remove = Retirer { $keyword }
why-title = Pourquoi ai-je (ou non) été averti ?
why-waits = { $why ->
    [mentioned] { $name } vous a mentionné.
    [direct] C’est un message direct.
    [thread] C’est dans un fil que vous suivez.
    [keyword] Il contient votre mot-clé { $keyword }.
   *[everything] Vous avez choisi d’être averti de tout dans ce salon.
}
why-told = { $told ->
    [quiet] Il vous attend. Vous ne voulez pas être dérangé : rien ne s’affiche pour l’instant.
   *[now] Il vous attend jusqu’à ce que vous le lisiez.
}
why-not = { $why ->
    [not_member] Vous n’êtes pas dans ce salon, vous n’êtes donc pas averti.
    [deleted] Il a été supprimé.
    [own] Vous l’avez écrit vous-même.
    [before] Il a été envoyé avant votre arrivée.
    [level] Vous avez choisi de ne pas être averti pour ce salon.
    [thread_left] Vous avez choisi de ne pas suivre son fil.
    [blocked] Vous avez bloqué son auteur.
    [snoozed] Vous l’avez reporté.
    [done] Vous l’avez traité.
    [read] Vous l’avez lu.
   *[not_for_you] Il ne vous mentionne pas, et vous avez choisi de n’être averti que des mentions.
}
why-level = Notifications pour { $room } : { $level ->
    [everything] tout
    [mentions] mentions
    [nothing] rien
   *[hidden] masqué
}
why-level-by = { $by ->
    [person] (votre choix pour tous les salons)
   *[installation] (défini ici pour tout le monde)
}
why-change = Modifier
notifications-here = Sur cet appareil
notifications-saved = Enregistré.
push-here = Même quand { $installation } est fermé
push-home-screen = Ce navigateur ne peut pas recevoir de notifications pendant que { $installation } est fermé. Sur un iPhone ou un iPad, ajoutez d’abord { $installation } à l’écran d’accueil.
push-failed = Ce navigateur n’a pas pu être configuré. Réessayez.
push-devices = Notifications sur vos appareils
push-devices-about = Appareils qui reçoivent des notifications même quand aucune page n’y est ouverte. Chacun s’active sur place, sous « Sur cet appareil », et disparaît quand vous vous y déconnectez.
push-off = Les personnes qui gèrent { $installation } n’ont pas configuré de notifications pour les appareils où aucune page n’est ouverte.
push-this = Cet appareil
push-used = Dernière utilisation : { $when }
push-remove = Ne plus notifier { $device }
push-title = { $title } ({ $count })
mail-told = E-mail
mail-told-about = Quand on vous mentionne ou vous écrit directement et que vous ne le lisez pas, envoyer un e-mail
mail-told-hint = Tout ce qui n’est pas lu figure dans un seul e-mail. Ce que vous lisez avant l’envoi n’y figure pas.
mail-pace = { $pace ->
    [minutes] Au bout de 10 minutes
    [hour] Au bout d’une heure
    [daily] Une fois par jour, le matin
   *[never] Jamais
}
mail-off = La personne qui gère { $installation } n’a pas configuré les e-mails sur les messages non lus.
mail-off-admin = Les e-mails sur les messages non lus ont besoin d’un serveur de messagerie. Définissez HUBBUB_PUBLIC_URL, HUBBUB_MAIL_SERVER et HUBBUB_MAIL_FROM, puis redémarrez.
mail-unconfirmed = Vous ne recevez des e-mails sur les messages non lus qu’à une adresse que vous avez confirmée.
mail-unconfirmed-change = Confirmer votre adresse
mail-paused = Plusieurs e-mails vous étant destinés sont revenus, nous n’en envoyons donc plus. Vérifiez votre adresse, puis enregistrez ici pour recommencer.
quiet-now = Ne pas déranger
quiet-pause = Suspendre les notifications
quiet-pause-about = Les messages arrivent toujours et restent non lus, mais rien ne s’affiche et rien ne sonne. Les autres voient une lune sur votre profil.
quiet-pause-for = Pendant combien de temps
quiet-pause-choice = { $choice ->
    [half_hour] 30 minutes
    [hour] 1 heure
    [tomorrow] Jusqu’à demain, 9 h
   *[date] Jusqu’à une date, 9 h
}
quiet-day-hint = Si vous choisissez une date
quiet-pause-start = Suspendre
quiet-resume = Reprendre maintenant
quiet-hours = Heures de calme
quiet-hours-about = Les notifications sont suspendues à heures fixes. Si la fin précède le début, elles le sont pendant la nuit.
quiet-hours-on = Suspendre les notifications à heures fixes
quiet-hours-from = De
quiet-hours-to = à
quiet-hours-days = À partir de
quiet-hours-day = { $day ->
    [0] lun
    [1] mar
    [2] mer
    [3] jeu
    [4] ven
    [5] sam
   *[6] dim
}
quiet-hours-zone = Votre fuseau horaire : { $zone } (il est { $clock }).
quiet-hours-zone-change = Modifier

settings-password-about = Vous serez déconnecté partout ailleurs.
settings-password-current = Mot de passe actuel
settings-password-new = Nouveau mot de passe
settings-password-confirm = Confirmer le nouveau mot de passe
settings-password-change = Changer le mot de passe
settings-sessions = Où vous êtes connecté
settings-session-now = Maintenant
settings-session-since = depuis le { $date }
settings-session-this = Cette session
settings-session-end = Déconnecter { $device }, { $when }
settings-sessions-end = Se déconnecter partout ailleurs
settings-admin = Pour les admins
settings-did-name = Votre nom affiché a été changé.
settings-did-avatar = Votre photo a été changée.
settings-did-no-avatar = Votre photo a été retirée.
settings-did-email = Votre adresse e-mail a été changée.
settings-did-email-mailed = Votre adresse e-mail a été changée. Nous y avons envoyé un lien ; ouvrez-le pour confirmer l’adresse.
settings-did-confirmation = Un lien est en route vers votre adresse. Ouvrez-le pour confirmer que c’est la vôtre.
settings-did-password = Votre mot de passe a été changé. Vous êtes déconnecté partout ailleurs.
settings-did-appearance = Apparence enregistrée dans ce navigateur.
settings-did-sessions = Déconnecté.
number = { $value }
verbatim = { $text }
device = { $browser } sur { $system }

card-mention = Mentionner
card-profile = Profil
card-time = { $clock } là-bas
card-rooms-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}

people-lead = Toutes les personnes ayant un compte sur { $installation }.
people-lead-guest = Les personnes avec qui vous partagez un salon.
people-find = Trouver une personne
people-none = Il n’y a encore personne ici.
people-none-found = Personne trouvé.
people-all = Voir tout le monde
people-more = Plus de personnes

profile-role = { $role ->
    [owner] Propriétaire de { $installation }
   *[admin] Admin de { $installation }
}
profile-pronouns = Pronoms
profile-title = Fonction
profile-about = À propos
profile-zone = Fuseau horaire
profile-local-time = Heure locale
profile-time-ahead = { $span ->
    [minutes] { $minutes } min d’avance sur vous
    [hours] { $hours } h d’avance sur vous
   *[both] { $hours } h { $minutes } min d’avance sur vous
}
profile-time-behind = { $span ->
    [minutes] { $minutes } min de retard sur vous
    [hours] { $hours } h de retard sur vous
   *[both] { $hours } h { $minutes } min de retard sur vous
}
profile-since = Membre depuis
profile-left = Ce compte est désactivé
profile-details = Détails
profile-rooms = Salons en commun
profile-rooms-none = Aucun pour l’instant.
profile-manage = Gérer le compte

## Statut

status = Statut
status-set = Définir un statut
status-about = Quelques mots et un émoji à côté de votre nom, aussi longtemps que vous voulez.
status-text = Que faites-vous en ce moment ?
status-text-hint = Les autres le voient à côté de votre nom.
status-emoji = Émoji
status-emoji-hint = Un émoji
status-ends = L’effacer
status-end = { $choice ->
    [half_hour] Dans 30 minutes
    [hour] Dans une heure
    [today] À la fin de la journée
    [week] À la fin de la semaine
    [date] À une date
   *[never] Quand je le change
}
status-ends-hint = Les jours finissent à minuit dans votre fuseau horaire, { $zone }.
status-day = Date
status-day-hint = Le dernier jour, si vous choisissez une date
status-clear = Effacer le statut
block = Bloquer
unblock = Débloquer
unblock-person = Débloquer { $name }
blocked-people = Personnes bloquées
blocked-people-about = Vous ne pouvez plus échanger de messages directs, et leurs mentions ne comptent pas. Ces personnes n’en sont pas averties.
settings-did-unblock = La personne n’est plus bloquée.
room-blocked = Vous ne pouvez pas envoyer de messages dans cette conversation.
seen = { $seen ->
    [here] Ici
    [away] Absent
    [invisible] Invisible
   *[offline] Hors ligne
}
invisible = Invisible
invisible-about = Les autres vous voient hors ligne, sur tous vos appareils, et ne voient pas que vous écrivez.
status-until = jusqu’au { $date }, { $clock }
status-until-utc = jusqu’au { $moment }

## Messages directs

direct-messages = Messages directs
direct-new = Nouveau message
direct-to = À
direct-to-hint = Jusqu’à 11 personnes, par leur nom d’utilisateur. Laissez vide pour écrire des notes à vous-même.
direct-open = Commencer
direct-message = Envoyer un message
direct-notes-open = Notes à vous-même
direct-notes = Notes à vous-même. Vous seul pouvez les lire.
direct-people = { $count ->
    [one] Vous et { $count } autre personne
   *[other] Vous et { $count } autres personnes
}
direct-start = Voici le début de votre conversation avec { $name }
direct-start-notes = Voici le début de vos notes
direct-write-note = Écrire une note
direct-hide = Masquer de la liste
direct-hide-about = Elle réapparaîtra avec le prochain message.
direct-folded = Conversations plus anciennes : cherchez un nom.
direct-conversation = Une conversation directe

## Administration

admin-overview = Vue d’ensemble
admin-audit = Journal d’audit
admin-installation = Site
admin-room-private = privé
admin-room-archived = archivé
admin-room-orphaned = sans propriétaire
admin-room-default = salon par défaut
admin-room-created = créé par { $name } le { $date }
admin-sign-up = { $policy ->
    [open] Tout le monde peut créer un compte.
    [invite] Seules les personnes invitées peuvent créer un compte.
   *[closed] Seuls les admins peuvent créer des comptes.
}
admin-sign-up-change = Changer qui peut s’inscrire
admin-room-kinds = { $public } publics, { $private } privés, { $archived } archivés ; conversations directes : { $direct }
admin-health = État
admin-health-bus = { $up ->
    [yes] NATS : connecté
   *[no] NATS : non connecté
}
admin-health-accounts = { $up ->
    [yes] Base des comptes : connectée
   *[no] Base des comptes : aucun auth-service ne la joint
}
admin-health-rooms = { $up ->
    [yes] Base des salons : connectée
   *[no] Base des salons : aucun room-service ne la joint
}
admin-health-address = Adresse du site : non définie. Les liens d’invitation et de mot de passe utilisent l’hôte demandé par le navigateur ; demandez à l’exploitant de définir HUBBUB_PUBLIC_URL.
admin-nodes = Processus
admin-node-this = a servi cette page
admin-node-health = { $health ->
    [well] en marche
    [degraded] en marche, avec des problèmes
    [unwell] ne peut pas utiliser sa base de données
    [leaving] en cours d’arrêt
    [suspect] ne répond pas
   *[gone] injoignable
}
admin-node-version = version { $version }
admin-node-load = { $kind ->
    [gateway] connexions : { $count }
    [room] commandes en cours : { $count }
   *[auth] requêtes en cours : { $count }
}
admin-node-since = démarré { $when }
admin-followers = Travail en arrière-plan
admin-follower-name = { $name ->
    [search] Index de recherche
    [keywords] Mots-clés
    [link_previews] { link-previews }
    [notifier] Notifications
    [deactivated] Retrait des personnes désactivées des salons
   *[other] { $name }
}
admin-follower-rooms = { $count ->
    [0] à jour
    [one] { $count } salon en attente
   *[other] { $count } salons en attente
}
admin-follower-waiting = le plus ancien date de { $when }
admin-follower-skipped = { $count ->
    [one] { $count } événement ignoré
   *[other] { $count } événements ignorés
}
admin-follower-error = dernière erreur : { $error }

admin-people-lead = { $count ->
    [one] { $count } compte sur { $installation }.
   *[other] { $count } comptes sur { $installation }.
}
admin-found = Résultats : { $count }.
admin-people-link-new = { $name } a un compte. Envoyez-lui ce lien pour choisir un mot de passe. Il n’est affiché qu’une fois, sert une fois, et est valable jusqu’au { $date }.
admin-people-link-reset = Envoyez ce lien à { $name } pour choisir un nouveau mot de passe. Il n’est affiché qu’une fois, sert une fois, et est valable jusqu’au { $date }.
admin-people-username-hint = Il sert à se connecter.
admin-people-name-hint = Ce que voient les autres. Vide, le nom d’utilisateur est utilisé.
admin-people-find = Trouver quelqu’un
admin-people-find-hint = Par nom d’utilisateur, nom affiché ou e-mail.
admin-people-you = (vous)
admin-people-deactivated = désactivé
admin-people-badge = { $role ->
    [owner] propriétaire
    [guest] invité
   *[admin] admin
}
admin-people-since = Membre depuis le { $date }
admin-people-seen = vu { $when }
admin-people-never = jamais connecté
admin-people-sessions = { $count ->
    [one] { $count } session
   *[other] { $count } sessions
}
admin-people-invited = invité par { $name }
admin-people-restore-about = { $role ->
    [owner] La personne revient comme propriétaire.
    [admin] La personne revient comme admin.
    [guest] La personne revient comme invité.
   *[member] La personne revient comme membre.
} Elle doit rejoindre ses salons à nouveau, ou y être ajoutée.
admin-people-restore = Réactiver
admin-people-role = Changer le rôle
admin-people-guest-about = Les invités ne voient que les salons auxquels ils ont été ajoutés.
admin-people-reset = Créer un lien de réinitialisation
admin-people-unconfirmed = non confirmée
admin-people-confirm = Confirmer l’adresse
admin-people-sign-out = Déconnecter partout
admin-people-remove-avatar = Retirer la photo
admin-people-deactivate = Désactiver
admin-people-none = Personne ne correspond à votre recherche.
admin-people-more = Plus de personnes
admin-people-did-role = Rôle changé.
admin-people-did-avatar = Photo retirée.
admin-people-did-deactivate = Compte désactivé et déconnecté partout.
admin-people-did-email = Adresse e-mail confirmée. Cette personne seule peut désormais s’en servir pour se connecter.
admin-people-did-sign-out = Déconnecté partout. La personne peut se reconnecter.

admin-rooms-lead = { $count ->
    [one] { $count } salon, privés et archivés compris.
   *[other] { $count } salons, privés et archivés compris.
}
admin-rooms-find-hint = Par nom ou sujet.
admin-rooms-more = Plus de salons
admin-rooms-did-delete = Salon et messages supprimés. Son adresse ne fonctionne plus.
admin-room-open = Ouvrir le salon
admin-room-name-hint = L’ancienne adresse reste valable, et le salon est informé.
admin-room-archived-about = Il peut être lu, mais personne ne peut y écrire. Désarchivez-le pour changer son nom ou son sujet.
admin-room-delete-about = Le salon et tous ses messages sont supprimés pour tout le monde. C’est irréversible. Son adresse reste prise.
admin-room-delete-confirm = Pour le supprimer, saisissez son nom : { $room }
admin-room-delete = Supprimer le salon

admin-messages-lead = La recherche porte sur les salons publics. Ouvrir un salon privé est consigné, et ses membres en sont informés.
admin-messages-words = Texte
admin-messages-author = Nom d’utilisateur de l’auteur
admin-messages-all = Tous les salons publics
admin-messages-private = { $room } (privé)
admin-messages-closed = { $room } est privé
admin-messages-closed-about = Vous n’êtes pas dans ce salon. Si vous l’ouvrez, le journal d’audit et le salon lui-même le diront. Vous pourrez ensuite le lire pendant 15 minutes.
admin-messages-view = Voir le salon privé
admin-messages-in = dans { $room }
admin-messages-edited = modifié
admin-messages-delete-one = Supprimer le message de { $name }, { $when }
admin-messages-delete = Supprimer le message
admin-messages-none-found = Aucun message ne correspond à votre recherche.
admin-messages-none = Il n’y a pas encore de message.
admin-messages-did-delete = Message supprimé ; une mention reste.
admin-messages-did-view = Vous pouvez lire ce salon pendant 15 minutes. Ses membres ont été informés.

invites-heading = Qui peut s’inscrire
invites-lead = Choisissez qui peut créer un compte sur { $installation }, et envoyez des invitations.
invites-link = Envoyez ce lien. Il n’est affiché qu’une fois, et est valable jusqu’au { $date }.
invites-accounts = Comptes
invites-sign-up = Qui peut créer un compte
invites-sign-up-open = Tout le monde
invites-sign-up-invite = Les personnes invitées seulement
invites-sign-up-closed = Personne
invites-create = Créer une invitation
invites-uses = Nombre de personnes
invites-uses-hint = 1 à 1000
invites-days = Jours avant expiration
invites-days-hint = 1 à 365
invites-create-link = Créer le lien
invites-room = Salon
invites-room-any = general seulement
invites-room-hint = Là où ils arrivent. Ils rejoignent aussi general.
invites-email = L’envoyer à
invites-email-hint = Une adresse e-mail. Laissez vide pour envoyer le lien vous-même.
invites-mailed = L’invitation est en route vers { $email }.
invites-unmailed = Le lien est valable, mais il n’a pas été envoyé.
invites-used = { $uses } sur { $most } utilisés
invites-by = Par { $name } le { $date }
invites-until = valable jusqu’au { $date }
invites-revoke = Révoquer
invites-revoke-one = Révoquer l’invitation du { $date }, valable jusqu’au { $until }
invites-over = { $why ->
    [revoked] Révoquée
    [used-up] Épuisée
   *[expired] Expirée
}
invites-none = Pas encore d’invitation.
invites-members = Invitations par les membres
invites-members-who = Qui peut inviter
invites-members-no = Les admins seulement
invites-members-yes = Tout le monde sauf les invités
invites-members-about = Les liens créés par des membres restent valables jusqu’à leur expiration, ou jusqu’à ce que vous les révoquiez.
invites-own = Inviter des personnes
invites-own-lead = Créez un lien avec lequel d’autres peuvent rejoindre { $installation }. Les admins voient vos liens et qui les a utilisés.
invites-did-sign-up = Enregistré. C’est valable dès maintenant.
invites-did-revoke = Invitation révoquée. Plus personne ne peut s’en servir.

installation-heading = Paramètres du site
installation-lead = Ce que tout le monde voit de ce site, et ce que les nouveaux lisent d’abord.
installation-greeting = Mot d’accueil
installation-greeting-about = Les nouveaux le lisent dans general en arrivant, signé de qui les a invités.
installation-greeting-label = Ce que vous faites ici, et où poser ses questions
installation-level = Notifications
installation-level-about = Ce qui est signalé dans les salons, tant que chacun n’a rien choisi.
installation-did-level = Notifications par défaut enregistrées.
installation-previews-about = Les messages montrent le titre et les premiers mots des pages vers lesquelles ils renvoient. Le serveur lit chaque page une fois par jour au plus, jamais les navigateurs des lecteurs. Le site voit l’adresse du serveur. Chaque salon peut désactiver les aperçus et l’auteur d’un message peut les retirer.
installation-previews = Dans tous les salons
installation-did-previews = Aperçus des liens enregistrés.
installation-did-name = Nom modifié.
installation-did-greeting = Mot d’accueil enregistré.
installation-files = Fichiers qui ne peuvent pas être envoyés
installation-files-about = S’applique à tout le monde, dès maintenant. Les fichiers déjà envoyés restent.
installation-files-label = Extensions et types
installation-files-hint = Par exemple : exe bat video/* application/zip. Laissez vide pour tout autoriser.
installation-did-files = Enregistré. C’est valable dès maintenant pour tout le monde.

audit-lead = Ce que les admins, et l’exploitant en ligne de commande, ont fait aux personnes, aux salons et à l’installation.
audit-by = Fait par
audit-to = Concerne
audit-name-hint = Un nom d’utilisateur.
audit-action = Action
audit-action-any = Toute action
audit-none-found = Rien ne correspond à votre recherche.
audit-none = Rien n’a encore été fait.
audit-until = Jusqu’au { $until }
audit-undo = Annuler
audit-did-undo = Annulé.
audit-older = Entrées plus anciennes
audit-operator = L’exploitant
audit-before = Avant :
audit-after = Après :
audit-kind = { $action ->
    [set_role] Rôles
    [deactivate] Comptes désactivés
    [reactivate] Comptes réactivés
    [create_account] Comptes créés
    [end_sessions] Déconnexions partout
    [make_reset_link] Liens de réinitialisation créés
    [reset_password] Mots de passe définis par l’exploitant
    [confirm_email] Adresses e-mail confirmées
    [set_sign_up] Qui peut s’inscrire
    [set_members_invite] Invitations par les membres
    [remove_avatar] Photos de personnes retirées
    [add_emoji] Émojis ajoutés
    [remove_emoji] Émojis retirés
    [set_members_emoji] Émojis par les membres
    [set_name] Nom du site
    [set_greeting] Mot d’accueil
    [set_default_level] Notifications par défaut
    [set_link_previews] { link-previews }
    [set_denied_files] Genres de fichiers qui ne peuvent pas être envoyés
    [make_invite] Invitations créées
    [revoke_invite] Invitations révoquées
    [renamed] Salons renommés
    [described] Sujets changés
    [configured] Paramètres de salons modifiés
    [archived] Salons archivés
    [restored] Salons désarchivés
    [room_deleted] Salons supprimés
    [deleted] Messages supprimés
    [inspected] Salons privés consultés
    [removed] Personnes retirées ou bannies de salons
    [unbanned] Bannissements levés
    [muted] Personnes réduites au silence
    [unmuted] Paroles rendues
    [appointed] Rôles changés dans des salons
    [reported] Messages signalés
    [report_closed] Signalements traités
   *[other] { $action }
}
audit-did = { $action ->
    [create_account] { $actor } a créé un compte pour { $target }
    [deactivate] { $actor } a désactivé { $target }
    [reactivate] { $actor } a réactivé { $target }
    [set_role] { $actor } a changé le rôle de { $target }
    [end_sessions] { $actor } a déconnecté { $target } partout
    [make_reset_link] { $actor } a créé un lien de réinitialisation pour { $target }
    [reset_password] { $actor } a défini un nouveau mot de passe pour { $target }
    [confirm_email] { $actor } a confirmé l’adresse e-mail de { $target }
    [set_sign_up] { $actor } a changé qui peut s’inscrire
    [set_members_invite] { $actor } a changé si les membres peuvent inviter
    [remove_avatar] { $actor } a retiré la photo de { $target }
    [add_emoji] { $actor } a ajouté un émoji
    [remove_emoji] { $actor } a retiré un émoji
    [set_members_emoji] { $actor } a changé si les membres peuvent ajouter des émojis
    [set_name] { $actor } a renommé le site
    [set_greeting] { $actor } a modifié le mot d’accueil
    [set_default_level] { $actor } a changé ce qui est signalé par défaut
    [set_link_previews] { $actor } a changé l’affichage des aperçus de liens
    [set_denied_files] { $actor } a changé les fichiers qui ne peuvent pas être envoyés
    [make_invite] { $actor } a créé une invitation
    [revoke_invite] { $actor } a révoqué une invitation de { $target }
    [renamed] { $actor } a renommé le salon { $room }
    [described] { $actor } a changé le sujet de { $room }
    [configured] { $actor } a modifié les paramètres de { $room }
    [archived] { $actor } a archivé { $room }
    [restored] { $actor } a désarchivé { $room }
    [deleted] { $actor } a supprimé un message de { $target } dans { $room }
    [inspected] { $actor } a consulté le salon privé { $room }
    [room_deleted] { $actor } a supprimé le salon { $room }
    [deactivated] { $actor } a retiré { $target } (compte désactivé) de { $room }
    [removed] { $actor } a retiré { $target } de { $room }
    [banned] { $actor } a banni { $target } de { $room }
    [unbanned] { $actor } a levé le bannissement de { $target } dans { $room }
    [muted] { $actor } a réduit { $target } au silence dans { $room }
    [unmuted] { $actor } a rendu la parole à { $target } dans { $room }
    [owner] { $actor } a nommé { $target } propriétaire de { $room }
    [appointed] { $actor } a changé le rôle de { $target } dans { $room }
    [reported] Un message de { $target } dans { $room } a été signalé
    [report_closed] { $actor } a traité un signalement concernant { $target } dans { $room }
   *[other] { $actor } a fait quelque chose que cette version ne connaît pas : { $target } { $room }
}
audit-value = { $kind ->
    [sessions] { $value ->
        [one] { $value } session
       *[other] { $value } sessions
    }
    [role] { $value ->
        [inactive] désactivé
        [guest] invité
        [member] membre
        [admin] admin
        [owner] propriétaire
       *[other] { $value }
    }
    [room-role] { $value ->
        [member] membre
        [moderator] modérateur
        [owner] propriétaire
       *[other] { $value }
    }
    [sign-up] { $value ->
        [open] tout le monde
        [invite] personnes invitées seulement
        [closed] personne
       *[other] { $value }
    }
    [report-outcome] { $value ->
        [deleted] message supprimé
        [muted] réduit au silence
        [banned] banni
       *[dismissed] rejeté
    }
    [previews] { $value ->
        [on] affichés
       *[off] non affichés
    }
    [level] { $value ->
        [everything] tout
        [mentions] mentions
       *[nothing] rien
    }
   *[text] { $value }
}

## Signalements

report-title = Signaler un message dans { $room }
report-heading = Signaler ce message
report-about-room = Une copie de ce message est envoyée aux modérateurs du salon et aux admins. L’auteur ne saura pas qui l’a signalé.
report-about-direct = Une copie de ce message est envoyée aux admins. Ils ne voient rien d’autre de cette conversation. L’auteur ne saura pas qui l’a signalé.
report-why = Quel est le problème ?
report-reason = { $reason ->
    [harassment] Harcèlement
    [spam] Spam
    [private] Informations privées
   *[other] Autre chose
}
report-note = Remarque
report-send = Envoyer le signalement
report-done = Merci
report-done-room = Votre signalement a été envoyé aux modérateurs et aux admins. Si cette personne vous gêne, vous pouvez aussi la bloquer.
report-done-direct = Votre signalement a été envoyé aux admins. Si cette personne vous gêne, vous pouvez aussi la bloquer.
reports = Signalements
reports-in-room = Signalements dans { $room }
reports-lead = Les messages sont des copies et restent tels qu’ils étaient. Leurs auteurs ne voient jamais qui les a signalés.
reports-all = Tous les signalements
reports-open = Ouverts
reports-closed = Traités
reports-none = Aucun signalement ouvert.
reports-none-closed = Rien ici. Les signalements traités sont effacés après 30 jours.
reports-more = Afficher plus
reports-open-count = ouverts
reports-did = { $outcome ->
    [deleted] Le message est supprimé et le signalement traité.
    [muted] La personne est réduite au silence. Le signalement est traité.
    [banned] La personne est bannie. Le signalement est traité.
   *[dismissed] Le signalement est rejeté.
}
report-people = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
}
report-in-direct = dans une conversation directe
report-by = Signalé par { $name } : { $reason }
report-others = { $count ->
    [one] Et { $count } autre personne
   *[other] Et { $count } autres personnes
}
report-deleted-since = Ce message a été supprimé depuis.
report-dismiss = Rejeter
report-delete = Supprimer le message
report-mute = Réduire { $name } au silence…
report-ban = Bannir du salon…
report-earlier = { $count ->
    [one] { $count } signalement antérieur
   *[other] { $count } signalements antérieurs
}
report-ended = { $outcome ->
    [deleted] { $name } a supprimé le message
    [muted] { $name } a réduit l’auteur au silence
    [banned] { $name } a banni l’auteur
   *[dismissed] { $name } l’a rejeté
}

## Erreurs

error-title = { $status ->
    [401] Connectez-vous pour continuer
    [403] Vous n’avez pas accès
    [404] Page introuvable
    [405] Cela ne fonctionne pas ici
    [409] Quelque chose a changé
    [410] Plus disponible
    [413] Trop long
    [429] Trop de requêtes
    [503] De retour dans un instant
    [504] Cela a pris trop de temps
    [client] Quelque chose ne va pas
   *[server] Une erreur s’est produite
}
error-text = { $status ->
    [401] Cette page est réservée aux personnes connectées. Connectez-vous, et vous reviendrez ici.
    [403] Votre compte ne peut pas ouvrir cette page. Si quelqu’un vous a envoyé le lien, demandez-lui de vous ajouter.
    [404] L’adresse est peut-être mal saisie, ou la page a été supprimée.
    [405] Revenez en arrière et utilisez le formulaire qui s’y trouve.
    [409] Quelqu’un a changé cela entre-temps. Revenez en arrière, vérifiez et réessayez.
    [410] Elle a été ici, et n’y est plus.
    [413] Raccourcissez-le, ou envoyez-le en plusieurs parties. Revenez en arrière : votre texte est toujours dans le formulaire.
    [429] Faites une courte pause.
    [503] Une partie du service redémarre. Réessayez bientôt ; si vous avez envoyé un formulaire, revenez en arrière : il est toujours rempli.
    [504] La réponse n’est pas arrivée à temps. Réessayez dans quelques secondes.
    [client] L’adresse ou le formulaire n’a pas pu être lu. Revenez en arrière et réessayez.
   *[server] Le problème vient de nous et a été enregistré. Réessayez dans un instant.
}
error-by-itself = Cette page continue d’elle-même.
error-continue-in = Continuer dans { $time }
error-continue = Continuer
error-countdown = Temps avant que cette page continue
error-home = Aller à l’accueil
error-account = Connecté en tant que { $name }.
error-other-account = Utiliser un autre compte
error-number = Indiquez ce numéro si vous demandez de l’aide :

offline-kind = Hors ligne
offline-heading = Pas de connexion
offline-text = Cette page n’est pas enregistrée sur cet appareil. Elle s’ouvrira d’elle-même dès que vous serez connecté.
offline-kept = L’accueil et les salons que vous avez ouverts restent lisibles.

## Refus

refusal-not-found = L’adresse est peut-être mal saisie, ou la page a été supprimée ou ne vous est pas visible.
refusal-nonce-reused = Ce formulaire a déjà servi à autre chose. Votre texte est conservé ; envoyez-le à nouveau.
refusal-unavailable = Ce n’est pas possible pour le moment. Réessayez dans quelques secondes.
refusal-busy = Il y a beaucoup d’activité en ce moment. Réessayez dans un instant.
refusal-too-fast = C’était trop rapide. Attendez un instant, puis réessayez.
refusal-sign-in-first = Connectez-vous pour continuer.
refusal-session-ended = Votre session est terminée. Reconnectez-vous pour continuer ; votre texte est conservé.
refusal-malformed = Cette requête n’a pas été comprise. Rechargez la page et réessayez.
refusal-too-many-at-once = C’était trop pour une seule requête. Demandez-en moins à la fois.
refusal-not-confirmed = Pas encore confirmé. Votre texte est conservé ; réessayez, il ne sera pas envoyé deux fois.
refusal-other = { $code ->
    [not_found] Cela n’existe pas, ou vous n’y avez pas accès.
    [forbidden] Vous n’avez pas le droit de faire cela.
    [too_large] C’est trop long.
    [taken] Ce nom est déjà pris.
    [rate_limited] C’était trop rapide. Attendez un instant, puis réessayez.
    [busy] Il y a beaucoup d’activité en ce moment. Réessayez dans un instant.
    [unavailable] Ce n’est pas possible pour le moment. Réessayez dans quelques secondes.
   *[other] Ce n’est pas possible. Rechargez la page et réessayez.
}

refusal-invisible-characters = Ce texte contient un caractère invisible. Saisissez-le à nouveau.
refusal-message-empty = Écrivez d’abord quelque chose.
refusal-message-too-long = Un message peut faire jusqu’à { $max } Kio. Raccourcissez le vôtre, ou envoyez-le en plusieurs parties.
refusal-name-missing = Saisissez un nom.
refusal-too-long = { $max ->
    [one] Utilisez au plus { $max } caractère.
   *[other] Utilisez au plus { $max } caractères.
}
refusal-room-name-alike = Ce nom ressemble à « { $other } », un autre salon. Choisissez-en un autre, ou utilisez celui-ci quand même.
refusal-too-many-marks = Utilisez au plus { $max } accents par lettre.
refusal-name-has-at = Un nom affiché ne peut pas contenir @.
refusal-reason-missing = Donnez un motif, ou laissez le champ vide.
refusal-unknown-zone = Choisissez un fuseau horaire dans la liste.
refusal-not-one-emoji = Choisissez un seul émoji.
refusal-status-day = Choisissez un jour à partir d’aujourd’hui, dans { $days } jours au plus.
refusal-username-form = Utilisez { $min } à { $max } lettres minuscules et chiffres ; points, tirets et tirets bas conviennent aussi.
refusal-email-form = Saisissez une adresse e-mail valide.
refusal-password-too-short = Utilisez au moins { $min } caractères. Quelques mots conviennent bien.
refusal-password-common = Ce mot de passe est trop courant. Choisissez-en un autre ; quelques mots conviennent bien.
refusal-password-is-name = Votre mot de passe ne peut pas être votre nom ou votre adresse. Choisissez-en un autre.
refusal-password-is-installation = Votre mot de passe ne peut pas être le nom de ce site. Choisissez-en un autre.
refusal-password-repeats = Ce mot de passe se répète. Choisissez-en un plus long qui ne se répète pas ; quelques mots conviennent bien.

refusal-sign-in-busy = Beaucoup de personnes se connectent en ce moment. Réessayez dans un instant.
refusal-too-many-attempts = { $minutes ->
    [one] Trop de tentatives. Réessayez dans { $minutes } minute.
   *[other] Trop de tentatives. Réessayez dans { $minutes } minutes.
}
refusal-wrong-credentials = Nom d’utilisateur ou mot de passe incorrect. Réessayez, ou choisissez « Mot de passe oublié ? ».
refusal-wrong-current-password = Ce n’est pas votre mot de passe actuel.
refusal-same-password = C’est votre mot de passe actuel. Choisissez-en un autre.
refusal-username-taken = Ce nom d’utilisateur est déjà pris.
refusal-email-taken = Il est confirmé que cette adresse e-mail est celle de quelqu’un d’autre.
refusal-email-changed = Cette personne a maintenant une autre adresse e-mail. Vérifiez-la et réessayez.
refusal-password-needed = Saisissez votre mot de passe pour continuer.
refusal-wrong-setup-code = Code d’installation incorrect. Saisissez le code affiché là où Hubbub a été démarré.
refusal-sign-up-closed = Personne ne peut créer de compte pour le moment.
refusal-invite-needed = Il vous faut une invitation valable pour créer un compte. Demandez-en une nouvelle.
refusal-invite-uses = Saisissez un nombre de { $min } à { $max }.
refusal-invite-days = Saisissez un nombre de { $min } à { $max }.
refusal-reset-link-expired = Ce lien n’est plus valable. Un lien de réinitialisation sert une fois, et un moment seulement ; demandez-en un nouveau.
refusal-no-mail = Ce site n’envoie pas d’e-mails. Adressez-vous à un admin.
refusal-confirmation-expired = Ce lien n’est plus valable. Faites-vous en envoyer un nouveau depuis vos paramètres.
refusal-unknown-org-role = Choisissez un rôle : invité, membre, admin ou propriétaire.
refusal-system-only = Personne ne peut faire cela à la main.
refusal-admins-only = Seuls les admins peuvent faire cela.
refusal-owners-only = Seuls les propriétaires peuvent gérer les admins et les propriétaires. Adressez-vous à l’un d’eux.
refusal-own-account = Vous ne pouvez pas faire cela à votre propre compte. Utilisez vos paramètres, ou demandez à un autre admin.
refusal-last-owner = C’est le dernier propriétaire. Nommez d’abord quelqu’un d’autre propriétaire.
refusal-no-owner-yet = Il n’y a pas encore de propriétaire. Créez le premier compte.
refusal-deactivated = Cette personne est désactivée. Réactivez-la d’abord.

refusal-archived = Ce salon est archivé. Vous pouvez le lire, mais personne ne peut y écrire.
refusal-room-exists = Ce salon existe déjà.
refusal-room-name-taken = Un salon de ce nom existe déjà. Choisissez un autre nom, ou rejoignez ce salon.
refusal-guests-cannot-create = Les invités ne peuvent pas créer de salon.
refusal-unreachable = { room-blocked }
refusal-not-in-direct = Ce n’est pas possible dans une conversation directe.
refusal-direct-too-many = Une conversation peut compter au plus { $max } autres personnes. Pour davantage, créez un salon.
refusal-direct-nobody = Vous ne pouvez pas écrire à l’une de ces personnes. Vérifiez les noms d’utilisateur.
refusal-join-first = Rejoignez ce salon pour participer. Votre texte est conservé.
refusal-message-missing = Ce message n’existe pas ou a été retiré.
refusal-section-name-missing = Donnez un nom à la section.
refusal-section-rooms-full = { $max } salons sont dans des sections, c’est la limite. Sortez-en d’abord.
refusal-sections-full = Vous avez { $max } sections, c’est la limite. Supprimez-en d’abord une.
refusal-blocked-full = Vous avez bloqué { $max } personnes, c’est la limite. Débloquez-en d’abord.
refusal-saved-full = Vous avez enregistré { $max } messages, c’est la limite. Retirez-en d’abord.
refusal-snoozed-full = Vous avez reporté { $max } conversations, c’est la limite. Ramenez-en d’abord.
refusal-reminder-time = Choisissez un moment à venir, dans les cinq prochaines années.
refusal-keyword-too-short = Saisissez un mot d’au moins deux lettres.
refusal-keywords-full = Vous avez { $max } mots-clés, c’est la limite. Retirez-en un d’abord.
refusal-quiet-hours = Choisissez un début, une fin et au moins un jour.
refusal-quiet-until = Choisissez un jour à partir de demain, dans { $days } jours au plus.
refusal-list-full = { $list ->
   *[pins] Un salon peut avoir { $max } messages épinglés. Désépinglez-en d’abord un.
}
refusal-reaction-missing = Choisissez un émoji ou écrivez un mot.
refusal-no-such-emoji = Cet émoji ne peut pas être utilisé ici. Choisissez-en un autre ou écrivez un mot.
refusal-reactions-full = Un message peut avoir { $max } réactions différentes. Joignez-vous à l’une d’elles.
refusal-reactions-of-one-full = Vous pouvez ajouter { $max } réactions à un message. Retirez-en d’abord une.
refusal-edited-meanwhile = Ce message a été modifié depuis que vous avez commencé. Votre texte est conservé ; comparez les deux, puis enregistrez à nouveau.
refusal-message-deleted = Ce message a été supprimé et ne peut plus être changé.
refusal-inspect-first = Consultez d’abord le salon privé. Ses membres en sont informés, et vous pourrez agir pendant 15 minutes.
refusal-own-message = Vous ne pouvez pas signaler votre propre message.
refusal-report-reason-missing = Choisissez ce qui pose problème dans le message.
refusal-reported-already = Vous avez déjà signalé ce message.
refusal-reports-full = { $max } de vos signalements sont encore ouverts, c’est la limite. Attendez que certains soient traités.
refusal-reports-too-fast = Vous pouvez signaler { $max } messages par heure. Réessayez plus tard.
refusal-report-closed = Quelqu’un a déjà traité ce signalement.
refusal-replied-message-missing = Le message auquel vous répondez n’existe pas. Envoyez le vôtre seul.
refusal-replied-message-deleted = Le message auquel vous répondez a été supprimé. Envoyez le vôtre seul.
refusal-thread-in-thread = Un fil ne peut pas commencer dans un fil.
refusal-author-only = Seul son auteur peut modifier un message.
refusal-author-or-moderator-only = Seul son auteur ou un modérateur peut supprimer un message.
refusal-moderators-only = Seuls les modérateurs peuvent faire cela.
refusal-room-owners-only = Seul un propriétaire du salon peut faire cela.
refusal-not-a-member = Cette personne n’est pas dans le salon.
refusal-banned = Cette personne est bannie. Levez d’abord son bannissement, puis ajoutez-la.
refusal-remove-yourself = Vous ne pouvez pas vous retirer vous-même. Quittez plutôt le salon.
refusal-outranked = Vous ne pouvez le faire qu’aux personnes dont le rôle est inférieur au vôtre.
refusal-muted = Vous êtes réduit au silence dans ce salon jusqu’au { DATE($until) }, { TIME($until) } UTC. Votre texte est conservé.
refusal-announcements-only = Seuls les modérateurs peuvent écrire dans ce salon. Vous pouvez réagir et répondre dans les fils.
refusal-broadcast-moderators-only = Seuls les modérateurs peuvent notifier tout le monde dans ce salon. Retirez @room ou @here, ou mettez-le entre accents graves (`@room`) pour en parler.
refusal-broadcast-unconfirmed = Ceci notifie jusqu’à { $count } personnes. Envoyez-le à nouveau si c’est bien ce que vous voulez.
refusal-broadcast-in-thread = @room et @here fonctionnent dans le salon, pas dans un fil. Retirez-les, ou envoyez aussi votre réponse dans le salon.
refusal-slow-mode = { $seconds ->
    [one] Ce salon est en mode lent. Vous pourrez écrire dans { $seconds } seconde.
   *[other] Ce salon est en mode lent. Vous pourrez écrire dans { $seconds } secondes.
}
refusal-unknown-duration = Choisissez une durée : un an au plus.
refusal-unknown-room-role = Choisissez un rôle : membre, modérateur ou propriétaire.
refusal-own-role = Vous ne pouvez pas changer votre propre rôle. Demandez à un autre propriétaire.
refusal-owners-role = Vous ne pouvez pas changer le rôle d’un autre propriétaire.
refusal-last-room-owner = Vous êtes le seul propriétaire de ce salon. Nommez quelqu’un d’autre propriétaire avant de partir.
refusal-room-needs-owner = Ce salon doit d’abord avoir un autre propriétaire.
refusal-search-too-wide = Cette recherche prend trop de temps. Limitez-la par salon, auteur ou date.
refusal-search-too-long = Une recherche compte { $max } caractères au plus.
refusal-search-too-many-words = Une recherche compte { $max } mots et expressions au plus.
refusal-search-too-many-names = Indiquez { $max } noms au plus après « from: » et après « in: ».
refusal-search-no-word = Il n’y a rien à rechercher ici. Saisissez au moins une lettre, un chiffre ou un emoji.
refusal-search-value-missing = Ajoutez quelque chose après « { $operator }: ».
refusal-search-has-unknown = « has:{ $value } » n’est pas un filtre. Utilisez has:link, has:file, has:image, has:reaction ou has:thread.
refusal-search-is-unknown = « is:{ $value } » n’est pas un filtre. Utilisez is:saved, is:pinned, is:mine, is:unread ou is:thread.
refusal-search-without-operator = Le signe moins se place devant des mots seulement, pas devant « { $operator }: ».
refusal-search-no-date = « { $date } » n’est pas une date. Écrivez un jour comme 2026-11-22, un mois comme 2026-11, une année, today, yesterday ou week.
refusal-search-no-room = Aucun salon ne s’appelle « { $name } ». Vérifiez l’orthographe.
refusal-search-busy = Beaucoup de recherches sont en cours. Réessayez dans un instant.
refusal-search-too-slow = Cette recherche a pris trop de temps. Ajoutez un mot, un salon, une personne ou une date.

# Of files.
refusal-no-files = L’envoi de fichiers n’est pas possible ici. Adressez-vous à un admin.
refusal-file-missing = Un fichier n’est plus là ou a déjà été envoyé. Choisissez-le de nouveau.
refusal-too-many-files = Un message peut contenir jusqu’à { $max } fichiers. Envoyez les autres dans un autre message.
refusal-file-empty = Ce fichier est vide. Choisissez-en un autre.
refusal-file-too-large = Ce fichier est trop volumineux. Les fichiers peuvent atteindre { $max } Mo.
refusal-not-a-picture = Ce n’est pas une image affichable. Choisissez un fichier JPEG, PNG, WebP ou GIF.
refusal-emoji-name-form = Utilisez de { $min } à { $max } lettres a à z, chiffres, _, + ou -, dont au moins une lettre.
refusal-emoji-name-taken = Un émoji porte déjà ce nom. Choisissez-en un autre.
refusal-too-many-emoji = Il y a déjà { $max } émojis personnalisés. Retirez-en un d’abord.
refusal-files-of-one-full = Vos fichiers peuvent occuper jusqu’à { $max } Mo au total. Supprimez des messages dont vous n’avez plus besoin des fichiers.
refusal-files-full = Il n’y a plus de place pour les fichiers. Adressez-vous à un admin.
refusal-too-many-uploads = Vous avez téléversé { $max } fichiers sans les envoyer. Envoyez-en ou retirez-en d’abord.
refusal-file-type-denied = Les fichiers de ce genre ({ $what }) ne peuvent pas être envoyés ici. Utilisez un autre format ou adressez-vous à un admin.
refusal-no-file-type = « { $what } » n’est ni une extension, comme exe, ni un type, comme video/*.
refusal-too-many-file-types = Cela fait plus de { $max } genres de fichiers.
refusal-upload-under-way = Ce fichier est déjà en cours d’envoi.
refusal-upload-elsewhere = L’envoi a continué entre-temps. Réessayez.
refusal-upload-differs = Le fichier a changé pendant l’envoi. Choisissez-le de nouveau.

refusal-form-invalid = Vérifiez les champs ci-dessous.
refusal-form-incomplete = Le formulaire était incomplet. Votre texte est conservé ; envoyez-le à nouveau.
refusal-other-person = Cette page est celle de quelqu’un d’autre, et vous vous êtes connecté depuis. Rien n’a été envoyé ; rechargez la page pour continuer sous votre nom.
refusal-foreign-host = L’adresse de ce site est { $address }. Ouvrez-le là.
refusal-foreign-form = Ce formulaire venait d’un autre site et a été ignoré. Ouvrez la page ici et envoyez-le à nouveau.
refusal-unreadable = Cette requête n’a pas pu être lue. Revenez en arrière, vérifiez votre saisie et réessayez.
refusal-request-slow = Votre formulaire n’est pas arrivé à temps. Vérifiez votre connexion, puis envoyez-le à nouveau.
refusal-too-many-connections = Il y a trop de connexions depuis votre réseau. Fermez quelques onglets, ou réessayez dans un instant.
refusal-wrong-method = Cette adresse ne permet pas cela. Revenez en arrière et utilisez le formulaire qui s’y trouve.
refusal-request-too-large = C’est trop volumineux. Un message peut faire jusqu’à { $max } Kio ; envoyez-le en plusieurs parties.
refusal-broken = Le problème vient de nous et a été enregistré. Réessayez dans un instant.
refusal-username-unknown = Personne n’a ce nom d’utilisateur. Vérifiez l’orthographe.
refusal-person-unknown = Personne n’a le nom d’utilisateur { $name }. Vérifiez l’orthographe.
refusal-people-too-many = Ajoutez au plus { $max } personnes à la fois. Vous pourrez en ajouter d’autres ensuite.
refusal-login-missing = Saisissez votre nom d’utilisateur ou votre adresse e-mail.
refusal-password-missing = Saisissez votre mot de passe.
refusal-current-password-missing = Saisissez votre mot de passe actuel.
refusal-setup-code-missing = Saisissez le code d’installation affiché là où Hubbub a été démarré.
refusal-passwords-differ = Les mots de passe ne correspondent pas.
refusal-not-a-number = Saisissez un nombre entier.
refusal-not-a-day = Saisissez une date sous la forme année-mois-jour, par exemple 2026-03-31.
refusal-unknown-sign-up = Choisissez qui peut créer un compte.
refusal-not-the-room-name = Ce n’est pas le nom du salon. Rien n’a été supprimé.
refusal-no-security-contact = Aucun contact n’est indiqué pour les signalements de sécurité. Prévenez un admin.
refusal-invite-expired = Cette invitation n’est plus valable. Demandez-en une nouvelle.
refusal-foreign-socket = Les connexions doivent venir d’une page de ce site. Rechargez la page.
refusal-too-many-sockets = Vous avez { $max } connexions ouvertes. Fermez quelques onglets pour suivre ici en direct.
refusal-too-many-rooms-open = Une connexion peut avoir { $max } salons ouverts. Fermez-en d’abord un.
refusal-unknown-protocol = Choisissez un sous-protocole : hubbub.v1.json ou hubbub.v1.html.
refusal-hello-first = Envoyez d’abord hello.
refusal-hello-twice = hello a déjà été envoyé.
refusal-hello-rooms = Rouvrez au plus { $max } salons avec hello, et les autres avec open.
refusal-unknown-request = Requête inconnue.
refusal-binary-frame = Les trames doivent être du texte.
refusal-page-parts = Demandez les messages avant, après ou autour d’un seq, pas plusieurs à la fois.

## Ce que disent les scripts

script-new-messages = { $count } nouveaux messages dans { $room }
    .one = { $count } nouveau message dans { $room }

script-delivery-waiting = En attente de connexion…
script-delivery-queued = En file d’attente…
script-delivery-sending = { message-sending }
script-delivery-sent = Envoyé
script-delivery-unconfirmed = Pas encore confirmé, nouvel essai…
script-delivery-discarding = Annulation…
script-delivery-failed = Ce message n’a pas été envoyé.
script-delivery-withdrawn = Annulé avant l’envoi.
script-delivery-signed-out = Reconnectez-vous pour envoyer ce message.
script-delivery-outdated = Rechargez la page pour envoyer ce message.
script-delivery-files = En attente de { $count } fichiers…
    .one = En attente de { $count } fichier…
script-delivery-lost = Non téléversé. Choisissez à nouveau : { $names }
script-delivery-elsewhere = En attente de fichiers dans un autre onglet

script-bytes-left = { $count } octets restants
    .one = { $count } octet restant
script-over-the-limit = { $count } octets de trop
    .one = { $count } octet de trop
script-save = { save }
script-saving = Enregistrement…
script-typed-before = Vous aviez commencé ceci, mais le message a été modifié depuis :
script-says-now = Il dit maintenant :
script-not-saved = Ce n’est pas enregistré. Enregistrez à nouveau.
script-not-editable = Ce message ne peut pas être modifié pour le moment.
script-not-ticked = Impossible de cocher : le message a changé. Réessayez.
script-not-offline = Impossible tant que vous êtes hors ligne.
script-not-editable-offline = Vous ne pouvez pas modifier ce message hors ligne.
script-suggestions = { $count } personnes
    .one = { $count } personne
script-people-remove = Retirer { $name }
script-rooms-found = { $count } salons
    .one = { $count } salon
script-home-new = { $count } nouveaux
script-rooms = { rooms }
script-people = { people }
script-direct = { direct-messages }
script-commands = { jump-commands }
script-seen-here = Ici
script-seen-away = Absent
script-typing-one = { $name } écrit…
script-typing-two = { $name } et { $other } écrivent…
script-typing-many = Plusieurs personnes écrivent…

script-show-more = { message-show-more }
script-show-less = Afficher moins
script-deleted = { message-deleted }
script-sent-files = { $count } fichiers envoyés
    .one = Fichier envoyé
script-react-with = Réagir avec { $reaction }
script-emoji-found = { $count ->
    [0] Aucun émoji trouvé
    [one] { $count } émoji trouvé
   *[other] { $count } émojis trouvés
}
script-saved = Enregistré.
script-unsaved = Retiré de vos messages enregistrés.
script-save-failed = Cela n’a pas fonctionné. Réessayez dans un instant.
script-remind-me = { saved-remind-me }
script-deleting = Suppression…
script-undo = Annuler
script-new-since = { $count } nouveaux depuis { $time }
    .one = { $count } nouveau depuis { $time }
script-mark-read = Marquer comme lu
script-link-copied = Lien copié.
script-not-unread-offline = Vous ne pouvez pas marquer ce message comme non lu hors ligne.
script-not-unread-before-joining = Les messages d’avant votre arrivée ne peuvent pas être marqués comme non lus.
script-jump = { room-jump }
script-jump-missed = { room-jump } · { $count }
script-today = Aujourd’hui
script-yesterday = Hier

script-nobody-here = { room-here-none }
script-too-many-to-list = Trop de personnes à afficher

script-session-ended = Votre session est terminée. Ce que vous avez écrit est conservé.
script-sign-in-again = Se reconnecter
script-other-person = Quelqu’un d’autre s’est connecté avec ce navigateur. Ce que vous avez écrit est conservé pour vous, et plus rien n’est envoyé depuis cette page.
script-page-outdated = Cette page n’est plus à jour.
script-reload = Recharger
script-messages-stuck = Les messages ne passent pas pour le moment. Ce que vous écrivez est conservé et envoyé plus tard.
script-room-behind = Des messages récents manquent peut-être ici. Rattrapage dès que possible.
script-caught-up = Vous êtes de nouveau à jour.
script-offline = Vous êtes hors ligne. Ce que vous écrivez est conservé et envoyé à votre retour.
script-kept-offline = Vous êtes hors ligne. Cette page date de { $time }.
script-kept-away = Pas de connexion pour le moment. Cette page date de { $time }.
script-try-again = { try-again }
script-back-online = De nouveau en ligne.
script-retry-now = Réessayer maintenant
script-connecting = Connexion…
script-connecting-in = Connexion… Prochain essai dans { $seconds } s.
script-reconnecting = Reconnexion…
script-reconnecting-in = Reconnexion… Prochain essai dans { $seconds } s.

## Fichiers en chemin

# Les scripts les prennent, sans `tray-`, à la page d’où l’on envoie des fichiers.

tray-done = Téléversé
tray-bytes = { $amount } o
tray-kb = { $amount } Ko
tray-mb = { $amount } Mo
tray-gb = { $amount } Go
tray-paused = En attente de connexion…
tray-lost = Choisissez à nouveau ce fichier
tray-no-answer = La connexion a été coupée plusieurs fois.
tray-failed = { $name } n’a pas été téléversé. { $why }
tray-is-done = { $name } est téléversé
tray-added = { $count } fichiers ajoutés
    .one = { $count } fichier ajouté
tray-move = Déplacer { $name }, { $place } sur { $count }
tray-moved = { $name } est maintenant { $place } sur { $count }
tray-remove = Retirer { $name }
tray-describe = Décrire { $name }
tray-unreadable = Impossible de lire { $name }. Les dossiers ne peuvent pas être envoyés.
tray-too-many = Un message peut avoir jusqu’à { $max } fichiers. Non ajoutés : { $names }
tray-not-ready = Certains fichiers ne sont pas téléversés. Réessayez ou retirez-les, puis envoyez.
