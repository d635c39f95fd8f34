### A member of staff's own account

nav-account = Account

## Giving a code after the password

own-code-title = Enter your code
own-code-how = Your password is right. Open the authenticator app on your phone and type the code that it shows for the portal.
own-code-recovery-how = Your password is right. Type one of the recovery codes that you kept. Each works once.
own-code = Code
own-code-digits = Six digits. A new code comes every 30 seconds, and each works once.
own-code-hint = Six digits from your phone, or one of your recovery codes.
own-code-recovery = Recovery code
own-code-recovery-hint = Six groups of four. Hyphens, spaces and capitals do not matter.
own-code-use-recovery = Use a recovery code instead
own-code-use-phone = Use the code on my phone instead
own-code-lost = If you have neither your phone nor a recovery code, ask the portal’s operator.
own-code-over = Signing in took too long, or was done already. Please begin again.
own-code-again-why = Your password is right. Nothing was saved yet: enter the code from your phone, and what you typed is saved.

error-common = This is one of the passwords that everybody tries first. Choose another.
error-guessable = This is made of your name, your address or the portal’s names, which anybody can guess. Add at least eight characters of your own.
error-same-password = This is your password now. Give another one.
error-none-chosen = Tick one at least.
error-wrong-password = This is not the password of your account.
error-wrong-code = This code does not work. Perhaps it is mistyped or too old, or you used it already: wait for the next one.

## What the owner is told after signing in

own-welcome = You last signed in on
own-welcome-failed = { $count ->
    [one] Since then, one try to sign in failed.
   *[other] Since then, { $count } tries to sign in failed.
}
own-welcome-log = See what happened to your account

## The account

own-title = Your account
own-name = Name
own-role = Role
own-place = { $browser }, { $network }
own-browser-unknown = Unknown browser

own-done-password = Your password is changed. You have been signed out everywhere else.
own-done-off = The second factor is off. You have been signed out everywhere else.
own-done-ended = Done: those sessions have ended.

## The password

own-password-title = Password
own-password-part = A good password is long, and used nowhere else. It stays valid until you change it.
own-password-do = Change the password
own-password-why = Afterwards you are signed out everywhere but here. Change it at once if you think that somebody else knows it.
own-password-present = Your password now

## The second factor

own-second-title = Second factor
own-second-on = On
own-second-off = Off
own-second-since = On since
own-second-part = With a code from your phone, a stolen password alone opens nothing.
own-second-what = With a second factor you give a code from your phone after your password. Who has stolen your password then still cannot sign in.
own-second-need = You need an authenticator app on your phone, such as the one of your password keeper. It needs no network, and sends nothing to anybody.
own-second-required = This portal asks everybody for a second factor. Set yours up to go on to the desk.
own-second-set-up = Set up a second factor
own-second-do = See to the second factor
own-second-is = After your password, the portal asks for a code from your phone.
own-second-is-on = The second factor is on. You have been signed out everywhere else.
own-second-confirm = Turn it on

own-step-scan = 1. Add the portal to your app
own-step-scan-how = In your authenticator app, choose to add an account, and scan this picture.
own-qr = QR code that holds the secret for your authenticator app. The same secret stands below as text.
own-qr-caption = Show it to nobody: who has it can make your codes.
own-step-open = Open it in an app on this device
own-step-type = If you cannot scan it, type this key into the app. It is a time-based one, of six digits:
own-step-confirm = 2. Show that it works
own-step-confirm-how = Type the code that the app shows now, and your password.

own-codes-title = Recovery codes
own-codes-left = { $count ->
    [0] No recovery code is left.
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}
own-codes-do = Make new recovery codes
own-codes-why = You get ten new codes. The ones that you have now will not work any more.
own-codes-keep = Keep your recovery codes
own-codes-made = Ten new codes are made. The earlier ones do not work any more.
own-codes-how = With one of these codes you sign in when you do not have your phone. Each works once.
own-codes-once = They are shown this once. Print this page or copy them now, and keep them where you would keep a key.
own-codes-print = Printed, the page holds nothing but these words and the codes.
own-codes-kept = I have kept them

own-off-title = Turn it off
own-off-part = For another phone, turn it off and set it up again.
own-off-ask = Turn off…
own-off-why = From then on your password alone opens your account. Your recovery codes end, and you are signed out everywhere else.
own-off-do = Turn the second factor off

## Where the account is signed in

own-sessions-title = Where you are signed in
own-sessions-count = { $count ->
    [one] Here alone.
   *[other] In { $count } places, this one included.
}
own-sessions-do = See where
own-sessions-caption = Open sessions, latest used first
own-sessions-why = A session ends by itself after two hours without use, and at the latest after twelve. End any that you do not know, and then change your password.
own-sessions-alone = You are signed in nowhere else.
own-sessions-here = This one
own-sessions-stays = Use “Sign out” above
own-sessions-tick = End this session: { $place }
own-sessions-tick-short = End it
own-sessions-end = End those ticked
own-sessions-end-others = End all but this one
own-column-where = Where
own-column-began = Signed in
own-column-seen = Last used
own-column-end = End

## What happened to the account

own-log-title = What happened to your account
own-log-part = Who signed in from where, what was tried, and what was changed.
own-log-do = Read the log
own-log-caption = Latest first, for a year
own-log-why = Is something here that was not you? End the sessions that you do not know, and change your password.
own-log-none = Nothing is noted yet.
own-log-failed = failed
own-log-by = by { $name }
own-column-what = What
own-column-when = When

entry-signed-in = Signed in
entry-wrong-password = { $count ->
    [one] Wrong password
   *[other] Wrong password, { $count } times within an hour
}
entry-code-missing = { $count ->
    [one] Right password, but no right code after it
   *[other] Right password, but no right code after it, { $count } times within an hour
}
entry-wrong-code = { $count ->
    [one] Wrong code
   *[other] Wrong code, { $count } times within an hour
}
entry-recovery-code-used = Recovery code used
entry-password-changed = Password changed
entry-password-set = Password set with a link
entry-link-made = Link for a new password made
entry-role-given = Another role given
entry-second-factor-on = Second factor turned on
entry-second-factor-off = Second factor turned off
entry-recovery-codes-made = New recovery codes made
entry-sessions-ended = { $count ->
    [one] One session ended
   *[other] { $count } sessions ended
}
