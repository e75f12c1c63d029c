<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message>
        <source>Get {version}</source>
        <translation>{version} holen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts (F1)</source>
        <translation>Tastenkürzel (F1)</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation>Protokollordner öffnen</translation>
    </message>
    <message>
        <source>Pictures are made by OpenAI&apos;s image models.</source>
        <translation>Die Bilder machen Bildmodelle von OpenAI.</translation>
    </message>
    <message>
        <source>Pictures are made by the draft engine: quick, offline, and a first idea.</source>
        <translation>Die Bilder macht die Entwurfswerkstatt: schnell, ohne Netz, als erste Idee.</translation>
    </message>
    <message>
        <source>PlushifyMe {version}</source>
        <translation>PlushifyMe {version}</translation>
    </message>
</context>
<context>
    <name>AccountNotices</name>
    <message>
        <source>Confirm now</source>
        <translation>Jetzt bestätigen</translation>
    </message>
    <message>
        <source>Confirm your address and get your {count} credits.</source>
        <translation>Bestätige deine Adresse und hol dir deine {count} Credits.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>The link is in the mail that we have sent you.</source>
        <translation>Der Link steht in der Mail, die wir dir geschickt haben.</translation>
    </message>
    <message>
        <source>Your account will be deleted on {day}.</source>
        <translation>Dein Konto wird am {day} gelöscht.</translation>
    </message>
    <message>
        <source>Your pictures and credits go with it.</source>
        <translation>Deine Bilder und Credits gehen mit ihm.</translation>
    </message>
</context>
<context>
    <name>AccountRows</name>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Send the link</source>
        <translation>Link senden</translation>
    </message>
</context>
<context>
    <name>AccountSection</name>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>This computer has no key ring: you stay signed in until the app closes.</source>
        <translation>Dieser Computer hat keinen Schlüsselbund: Du bleibst angemeldet, bis die App schließt.</translation>
    </message>
</context>
<context>
    <name>AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light, dark, or as your system is</source>
        <translation>Hell, dunkel oder so wie dein System</translation>
    </message>
    <message>
        <source>Pictures appear at once, without fading or sliding</source>
        <translation>Bilder erscheinen sofort, ohne Überblenden und Gleiten</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
</context>
<context>
    <name>Attention</name>
    <message>
        <source>Come and see.</source>
        <translation>Komm und schau.</translation>
    </message>
    <message>
        <source>Have a look: you can try again.</source>
        <translation>Schau nach: Du kannst es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>Your plushie is ready</source>
        <translation>Dein Kuscheltier ist fertig</translation>
    </message>
    <message>
        <source>{count} did not work. Have a look.</source>
        <translation>{count} haben nicht geklappt. Schau nach.</translation>
    </message>
    <message>
        <source>{count} plushies are ready</source>
        <translation>{count} Kuscheltiere sind fertig</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Remove the tag {tag}</source>
        <translation>Stichwort {tag} entfernen</translation>
    </message>
    <message>
        <source>Show all with the tag “{tag}”</source>
        <translation>Alle mit dem Stichwort „{tag}“ zeigen</translation>
    </message>
</context>
<context>
    <name>ConfirmCard</name>
    <message>
        <source>Another mail is on its way.</source>
        <translation>Noch eine Mail ist unterwegs.</translation>
    </message>
    <message>
        <source>Confirm later</source>
        <translation>Später bestätigen</translation>
    </message>
    <message>
        <source>Confirm your address</source>
        <translation>Adresse bestätigen</translation>
    </message>
    <message>
        <source>Confirm your address and get your {count} credits</source>
        <translation>Bestätige deine Adresse und hol dir deine {count} Credits</translation>
    </message>
    <message>
        <source>Not your address?</source>
        <translation>Nicht deine Adresse?</translation>
    </message>
    <message>
        <source>Open the mails of this computer</source>
        <translation>Mails dieses Computers öffnen</translation>
    </message>
    <message>
        <source>Send the mail again</source>
        <translation>Mail noch einmal senden</translation>
    </message>
    <message>
        <source>Waiting for your click. The app goes on by itself.</source>
        <translation>Wir warten auf deinen Klick. Die App macht dann von selbst weiter.</translation>
    </message>
    <message>
        <source>We have sent a mail to {email}. Click the link in it.</source>
        <translation>Wir haben eine Mail an {email} geschickt. Klick auf den Link darin.</translation>
    </message>
</context>
<context>
    <name>ConfirmHint</name>
    <message>
        <source>Confirm your address</source>
        <translation>Adresse bestätigen</translation>
    </message>
    <message>
        <source>Confirm your address and get your {count} credits</source>
        <translation>Bestätige deine Adresse und hol dir deine {count} Credits</translation>
    </message>
    <message>
        <source>Confirm, get {count} credits</source>
        <translation>Bestätigen: {count} Credits</translation>
    </message>
    <message>
        <source>The link is in the mail that we have sent you.</source>
        <translation>Der Link steht in der Mail, die wir dir geschickt haben.</translation>
    </message>
</context>
<context>
    <name>Consent</name>
    <message>
        <source>I agree to the terms and the privacy policy</source>
        <translation>Ich stimme den Bedingungen und der Datenschutzerklärung zu</translation>
    </message>
    <message>
        <source>I agree to the {terms} and the {privacy}.</source>
        <translation>Ich stimme den {terms} und der {privacy} zu.</translation>
    </message>
    <message>
        <source>Please agree to them to go on.</source>
        <translation>Bitte stimm ihnen zu, damit es weitergeht.</translation>
    </message>
    <message>
        <source>privacy policy</source>
        <translation>Datenschutzerklärung</translation>
    </message>
    <message>
        <source>terms</source>
        <translation>Bedingungen</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>Details ausblenden</translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation>Protokollordner öffnen</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Details zeigen</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>Something went wrong in the app</source>
        <translation>In der App ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>That should not have happened. Your pictures and credits are safe: they are kept by the server. You can go on; if something looks odd, please close the app and open it again.</source>
        <translation>Das hätte nicht passieren dürfen. Deine Bilder und Credits sind sicher: Sie liegen beim Server. Du kannst weitermachen; wenn etwas seltsam aussieht, schließ die App und öffne sie neu.</translation>
    </message>
    <message>
        <source>The details tell what the app was doing. They hold no names, no passwords.</source>
        <translation>Die Details sagen, was die App gerade tat. Namen und Passwörter stehen nicht darin.</translation>
    </message>
</context>
<context>
    <name>CreatePage</name>
    <message>
        <source>A quick draft of your photo in each style</source>
        <translation>Ein schneller Entwurf deines Fotos in jedem Stil</translation>
    </message>
    <message>
        <source>All four</source>
        <translation>Alle vier</translation>
    </message>
    <message>
        <source>Choose another photo</source>
        <translation>Anderes Foto wählen</translation>
    </message>
    <message>
        <source>Ctrl and a click take one style in besides others</source>
        <translation>Mit Strg und Klick wählst du mehrere Stile</translation>
    </message>
    <message>
        <source>How should it be made?</source>
        <translation>Wie soll es werden?</translation>
    </message>
    <message>
        <source>Only one</source>
        <translation>Nur einer</translation>
    </message>
    <message>
        <source>{all} photos, all in the same style</source>
        <translation>{all} Fotos, alle im gleichen Stil</translation>
    </message>
    <message>
        <source>{ready} of {all} photos, all in the same style</source>
        <translation>{ready} von {all} Fotos, alle im gleichen Stil</translation>
    </message>
    <message>
        <source>{ready} photos, each in {styles} styles</source>
        <translation>{ready} Fotos, jedes in {styles} Stilen</translation>
    </message>
</context>
<context>
    <name>CreditPill</name>
    <message>
        <source>1 credit</source>
        <translation>1 Credit</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Credits</translation>
    </message>
    <message>
        <source>Held credits are spent when a plushie is finished, or come back.</source>
        <translation>Zurückgelegte Credits werden ausgegeben, wenn ein Kuscheltier fertig ist, oder kommen zurück.</translation>
    </message>
    <message>
        <source>One plushie costs one credit.</source>
        <translation>Ein Kuscheltier kostet einen Credit.</translation>
    </message>
    <message>
        <source>{count} credits</source>
        <translation>{count} Credits</translation>
    </message>
    <message>
        <source>{count} held</source>
        <translation>{count} reserviert</translation>
    </message>
</context>
<context>
    <name>CreditsPage</name>
    <message>
        <source>A plushie costs {cost} credit. One that does not work out costs nothing.</source>
        <translation>Ein Kuscheltier kostet {cost} Credit. Eines, das nicht gelingt, kostet nichts.</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Credits</translation>
    </message>
    <message>
        <source>Nothing has been spent yet.</source>
        <translation>Noch wurde nichts ausgegeben.</translation>
    </message>
    <message>
        <source>Show older entries</source>
        <translation>Ältere Einträge zeigen</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>Kontoauszug</translation>
    </message>
    <message>
        <source>credit</source>
        <translation>Credit</translation>
    </message>
    <message>
        <source>credits</source>
        <translation>Credits</translation>
    </message>
    <message>
        <source>{count} more held for what is being made: spent when it is finished, given back when it is not.</source>
        <translation>Noch {count} sind für das zurückgelegt, was gerade entsteht: ausgegeben, wenn es fertig ist, sonst zurückgegeben.</translation>
    </message>
</context>
<context>
    <name>CropCanvas</name>
    <message>
        <source>Arrow keys move the photo, plus and minus zoom, R turns, comma and dot tilt</source>
        <translation>Pfeiltasten verschieben das Foto, Plus und Minus zoomen, R dreht, Komma und Punkt neigen</translation>
    </message>
    <message>
        <source>The photo behind its frame</source>
        <translation>Das Foto hinter seinem Rahmen</translation>
    </message>
</context>
<context>
    <name>Curtain</name>
    <message>
        <source>PlushifyMe is starting</source>
        <translation>PlushifyMe startet</translation>
    </message>
</context>
<context>
    <name>DataSection</name>
    <message>
        <source>All your pictures and everything we know about you, as one zip file.</source>
        <translation>All deine Bilder und alles, was wir über dich wissen, in einer Zip-Datei.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Export my data</source>
        <translation>Meine Daten exportieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>Gespeichert als {path}</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>Deine Daten</translation>
    </message>
    <message>
        <source>{size} so far</source>
        <translation>{size} bisher</translation>
    </message>
</context>
<context>
    <name>Dates</name>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>an hour ago</source>
        <translation>vor einer Stunde</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>{count} hours ago</source>
        <translation>vor {count} Stunden</translation>
    </message>
    <message>
        <source>{count} minutes ago</source>
        <translation>vor {count} Minuten</translation>
    </message>
</context>
<context>
    <name>DeletionRow</name>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Delete it, with all its pictures</source>
        <translation>Mit allen Bildern löschen</translation>
    </message>
    <message>
        <source>Delete my account</source>
        <translation>Mein Konto löschen</translation>
    </message>
    <message>
        <source>Delete my account…</source>
        <translation>Mein Konto löschen…</translation>
    </message>
    <message>
        <source>Please set a password first: see above.</source>
        <translation>Bitte leg zuerst ein Passwort fest: siehe oben.</translation>
    </message>
    <message>
        <source>Will be deleted on {day}.</source>
        <translation>Wird am {day} gelöscht.</translation>
    </message>
    <message>
        <source>You are signed out everywhere at once. On {day} your pictures, your credits and your personal data are deleted for good. Until then you can sign in and keep the account.</source>
        <translation>Du wirst sofort überall abgemeldet. Am {day} werden deine Bilder, deine Credits und deine persönlichen Daten endgültig gelöscht. Bis dahin kannst du dich anmelden und das Konto behalten.</translation>
    </message>
    <message>
        <source>Your password</source>
        <translation>Dein Passwort</translation>
    </message>
</context>
<context>
    <name>DetailPage</name>
    <message>
        <source>Back to the gallery</source>
        <translation>Zurück zur Galerie</translation>
    </message>
    <message>
        <source>Before &amp;&amp; after</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete for ever</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Information</translation>
    </message>
    <message>
        <source>Newer</source>
        <translation>Neuer</translation>
    </message>
    <message>
        <source>Not a favourite</source>
        <translation>Kein Favorit</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>Älter</translation>
    </message>
    <message>
        <source>One plushie</source>
        <translation>Ein Kuscheltier</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save before and after</source>
        <translation>Vorher und nachher speichern</translation>
    </message>
    <message>
        <source>Save photo and plushie as one picture</source>
        <translation>Foto und Kuscheltier als ein Bild speichern</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>Try another style</source>
        <translation>Anderer Stil</translation>
    </message>
</context>
<context>
    <name>DeviceLine</name>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Sign out {device}, {seen}</source>
        <translation>{device} abmelden, {seen}</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Unknown device</source>
        <translation>Unbekanntes Gerät</translation>
    </message>
    <message>
        <source>{system}, desktop app</source>
        <translation>{system}, Desktop-App</translation>
    </message>
</context>
<context>
    <name>DevicesSection</name>
    <message>
        <source>Sign out everywhere</source>
        <translation>Überall abmelden</translation>
    </message>
    <message>
        <source>Sign out what you do not know, and change your password.</source>
        <translation>Melde ab, was du nicht kennst, und ändere dein Passwort.</translation>
    </message>
    <message>
        <source>Signed-in devices</source>
        <translation>Angemeldete Geräte</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Choose photos</source>
        <translation>Fotos wählen</translation>
    </message>
    <message>
        <source>Export my data</source>
        <translation>Meine Daten exportieren</translation>
    </message>
    <message>
        <source>Photos (*.jpg *.jpeg *.png *.webp *.heic *.heif *.avif);;All files (*)</source>
        <translation>Fotos (*.jpg *.jpeg *.png *.webp *.heic *.heif *.avif);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Save the clip</source>
        <translation>Clip speichern</translation>
    </message>
    <message>
        <source>Save your plushie</source>
        <translation>Kuscheltier speichern</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Zip-Dateien (*.zip)</translation>
    </message>
    <message>
        <source>{name} is there already. Replace it?</source>
        <translation>{name} gibt es schon. Ersetzen?</translation>
    </message>
</context>
<context>
    <name>DragOut</name>
    <message>
        <source>Drag it into any other program</source>
        <translation>Zieh es in ein anderes Programm</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Asking the other program for the picture…</source>
        <translation>Das andere Programm wird nach dem Bild gefragt …</translation>
    </message>
    <message>
        <source>Let go to begin</source>
        <translation>Lass los, und es geht los</translation>
    </message>
</context>
<context>
    <name>DropZone</name>
    <message>
        <source>A person, a pet or a favourite thing: it comes back as a plushie.</source>
        <translation>Ein Mensch, ein Tier oder ein Lieblingsding: Zurück kommt es als Kuscheltier.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose a photo</source>
        <translation>Foto wählen</translation>
    </message>
    <message>
        <source>Drop a photo of someone you love</source>
        <translation>Zieh ein Foto von jemandem hierher, den du liebst</translation>
    </message>
    <message>
        <source>Or several, or a folder; or paste one with {keys}. JPEG, PNG, WebP, HEIC and AVIF, up to {size} MB.</source>
        <translation>Oder mehrere, oder einen Ordner; oder füge eins mit {keys} ein. JPEG, PNG, WebP, HEIC und AVIF, bis {size} MB.</translation>
    </message>
    <message>
        <source>Reading the photo</source>
        <translation>Das Foto wird gelesen</translation>
    </message>
</context>
<context>
    <name>EmailRow</name>
    <message>
        <source>Confirm now</source>
        <translation>Jetzt bestätigen</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>Doch nicht</translation>
    </message>
    <message>
        <source>New address</source>
        <translation>Neue Adresse</translation>
    </message>
    <message>
        <source>Not confirmed yet.</source>
        <translation>Noch nicht bestätigt.</translation>
    </message>
    <message>
        <source>This is your address already.</source>
        <translation>Das ist schon deine Adresse.</translation>
    </message>
    <message>
        <source>Waiting for the click in the mail to {email}.</source>
        <translation>Wir warten auf den Klick in der Mail an {email}.</translation>
    </message>
    <message>
        <source>We send a link to the new address. It takes over when you click the link.</source>
        <translation>Wir senden einen Link an die neue Adresse. Sie gilt, sobald du auf den Link klickst.</translation>
    </message>
    <message>
        <source>Your password</source>
        <translation>Dein Passwort</translation>
    </message>
    <message>
        <source>you@example.com</source>
        <translation>du@beispiel.de</translation>
    </message>
</context>
<context>
    <name>FieldRules</name>
    <message>
        <source>Please choose a password.</source>
        <translation>Bitte wähl ein Passwort.</translation>
    </message>
    <message>
        <source>Please paste the link of the mail.</source>
        <translation>Bitte füg den Link aus der Mail ein.</translation>
    </message>
    <message>
        <source>Please tell us your name.</source>
        <translation>Bitte sag uns deinen Namen.</translation>
    </message>
    <message>
        <source>Please type your password.</source>
        <translation>Bitte gib dein Passwort ein.</translation>
    </message>
    <message>
        <source>Please use at least {count} characters.</source>
        <translation>Bitte nimm mindestens {count} Zeichen.</translation>
    </message>
    <message>
        <source>Please use at most {count} characters.</source>
        <translation>Bitte nimm höchstens {count} Zeichen.</translation>
    </message>
    <message>
        <source>This is not an e-mail address yet.</source>
        <translation>Das ist noch keine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>This is not the link of the mail.</source>
        <translation>Das ist nicht der Link aus der Mail.</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>All styles</source>
        <translation>Alle Stile</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>By title</source>
        <translation>Nach Titel</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search titles, wishes and tags</source>
        <translation>Titel, Wünsche und Stichwörter durchsuchen</translation>
    </message>
    <message>
        <source>Show all plushies again</source>
        <translation>Wieder alle Kuscheltiere zeigen</translation>
    </message>
    <message>
        <source>Show only favourites</source>
        <translation>Nur Favoriten zeigen</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
</context>
<context>
    <name>ForgotCard</name>
    <message>
        <source>Back to signing in</source>
        <translation>Zurück zur Anmeldung</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Forgot your password?</source>
        <translation>Passwort vergessen?</translation>
    </message>
    <message>
        <source>Send the link</source>
        <translation>Link senden</translation>
    </message>
    <message>
        <source>We send you a link to choose a new one.</source>
        <translation>Wir senden dir einen Link, mit dem du ein neues wählst.</translation>
    </message>
    <message>
        <source>you@example.com</source>
        <translation>du@beispiel.de</translation>
    </message>
</context>
<context>
    <name>FormRow</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
</context>
<context>
    <name>GalleryActions</name>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete everything in the trash for ever? This cannot be undone.</source>
        <translation>Alles im Papierkorb endgültig löschen? Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete for ever</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Delete this plushie for ever?</source>
        <translation>Dieses Kuscheltier endgültig löschen?</translation>
    </message>
    <message>
        <source>Delete {n} plushies for ever?</source>
        <translation>{n} Kuscheltiere endgültig löschen?</translation>
    </message>
    <message>
        <source>Empty the trash</source>
        <translation>Papierkorb leeren</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Getting the files ready. Drag them again in a moment.</source>
        <translation>Die Dateien werden vorbereitet. Zieh sie gleich noch einmal.</translation>
    </message>
    <message>
        <source>Not a favourite</source>
        <translation>Kein Favorit</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Plushie deleted</source>
        <translation>Kuscheltier gelöscht</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Stichwörter</translation>
    </message>
    <message>
        <source>The files are ready: drag them now.</source>
        <translation>Die Dateien sind bereit: Zieh sie jetzt.</translation>
    </message>
    <message>
        <source>The plushie is back in the gallery</source>
        <translation>Das Kuscheltier ist wieder in der Galerie</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>{n} plushies are back in the gallery</source>
        <translation>{n} Kuscheltiere sind wieder in der Galerie</translation>
    </message>
    <message>
        <source>{n} plushies deleted</source>
        <translation>{n} Kuscheltiere gelöscht</translation>
    </message>
    <message>
        <source>{n} plushies saved in {target}</source>
        <translation>{n} Kuscheltiere in {target} gespeichert</translation>
    </message>
    <message>
        <source>{n} plushies saved in {target}; {missed} could not be fetched.</source>
        <translation>{n} Kuscheltiere in {target} gespeichert; {missed} waren nicht zu holen.</translation>
    </message>
</context>
<context>
    <name>GalleryHead</name>
    <message>
        <source>1 plushie</source>
        <translation>1 Kuscheltier</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>Galerie</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>Größe der Bilder</translation>
    </message>
    <message>
        <source>Size of the pictures (Ctrl and the wheel)</source>
        <translation>Größe der Bilder (Strg und Mausrad)</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>{count} plushies</source>
        <translation>{count} Kuscheltiere</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} von {total}</translation>
    </message>
</context>
<context>
    <name>GalleryPage</name>
    <message>
        <source>Back to the gallery</source>
        <translation>Zurück zur Galerie</translation>
    </message>
    <message>
        <source>Every plushie you make gets its place here.</source>
        <translation>Jedes Kuscheltier, das du machst, bekommt hier seinen Platz.</translation>
    </message>
    <message>
        <source>Make your first plushie</source>
        <translation>Mach dein erstes Kuscheltier</translation>
    </message>
    <message>
        <source>No plushie matches</source>
        <translation>Kein Kuscheltier passt dazu</translation>
    </message>
    <message>
        <source>Show all plushies</source>
        <translation>Alle Kuscheltiere zeigen</translation>
    </message>
    <message>
        <source>The shelf is waiting</source>
        <translation>Das Regal wartet</translation>
    </message>
    <message>
        <source>The trash is empty</source>
        <translation>Der Papierkorb ist leer</translation>
    </message>
    <message>
        <source>Try another word, or look through all of them.</source>
        <translation>Versuch ein anderes Wort oder schau alle durch.</translation>
    </message>
    <message>
        <source>What you delete waits here for 30 days and can be brought back.</source>
        <translation>Was du löschst, wartet hier 30 Tage und lässt sich zurückholen.</translation>
    </message>
</context>
<context>
    <name>GalleryView</name>
    <message>
        <source>1 day left</source>
        <translation>Noch 1 Tag</translation>
    </message>
    <message>
        <source>Your plushies</source>
        <translation>Deine Kuscheltiere</translation>
    </message>
    <message>
        <source>{n} days left</source>
        <translation>Noch {n} Tage</translation>
    </message>
</context>
<context>
    <name>GoogleCard</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy its address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Go on in your browser</source>
        <translation>Weiter geht es im Browser</translation>
    </message>
    <message>
        <source>No browser opened.</source>
        <translation>Es hat sich kein Browser geöffnet.</translation>
    </message>
    <message>
        <source>Open the page again</source>
        <translation>Seite noch einmal öffnen</translation>
    </message>
    <message>
        <source>Please copy the address and open it yourself.</source>
        <translation>Bitte kopier die Adresse und öffne sie selbst.</translation>
    </message>
    <message>
        <source>Sign in with Google there. The page shows this code before it lets you in:</source>
        <translation>Melde dich dort mit Google an. Die Seite zeigt diesen Code, bevor sie dich einlässt:</translation>
    </message>
    <message>
        <source>Waiting for the browser</source>
        <translation>Wir warten auf den Browser</translation>
    </message>
</context>
<context>
    <name>HintsPanel</name>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Crop the photo</source>
        <translation>Foto zuschneiden</translation>
    </message>
    <message>
        <source>Ears</source>
        <translation>Ohren</translation>
    </message>
    <message>
        <source>Floppy</source>
        <translation>Schlapp</translation>
    </message>
    <message>
        <source>Give it a friendly face</source>
        <translation>Freundliches Gesicht</translation>
    </message>
    <message>
        <source>Long</source>
        <translation>Lang</translation>
    </message>
    <message>
        <source>Looks like: {kind}</source>
        <translation>Sieht aus wie: {kind}</translation>
    </message>
    <message>
        <source>No ears</source>
        <translation>Keine Ohren</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Mensch</translation>
    </message>
    <message>
        <source>Pet</source>
        <translation>Tier</translation>
    </message>
    <message>
        <source>Pointy</source>
        <translation>Spitz</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>Rund</translation>
    </message>
    <message>
        <source>Thing</source>
        <translation>Ding</translation>
    </message>
    <message>
        <source>What is it?</source>
        <translation>Was ist es?</translation>
    </message>
</context>
<context>
    <name>ImageFacts</name>
    <message>
        <source>1 credit</source>
        <translation>1 Credit</translation>
    </message>
    <message>
        <source>A change is sent when you are online.</source>
        <translation>Eine Änderung wird gesendet, sobald du online bist.</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Information</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Entstanden</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Stichwörter</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Wish</source>
        <translation>Wunsch</translation>
    </message>
    <message>
        <source>{n} credits</source>
        <translation>{n} Credits</translation>
    </message>
</context>
<context>
    <name>Job</name>
    <message>
        <source>Almost there</source>
        <translation>Gleich geschafft</translation>
    </message>
    <message>
        <source>Any moment</source>
        <translation>Jeden Moment</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Did not work</source>
        <translation>Hat nicht geklappt</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>In line, place {place}</source>
        <translation>In der Schlange, Platz {place}</translation>
    </message>
    <message>
        <source>In line, {count} before it</source>
        <translation>In der Schlange, {count} davor</translation>
    </message>
    <message>
        <source>Making</source>
        <translation>Entsteht gerade</translation>
    </message>
    <message>
        <source>Making, about {seconds} s left</source>
        <translation>Entsteht gerade, noch etwa {seconds} s</translation>
    </message>
    <message>
        <source>Making, any moment now</source>
        <translation>Entsteht gerade, jeden Moment fertig</translation>
    </message>
    <message>
        <source>Making, {seconds} s</source>
        <translation>Entsteht, {seconds} s</translation>
    </message>
    <message>
        <source>Next in line</source>
        <translation>Als Nächstes dran</translation>
    </message>
    <message>
        <source>Not charged</source>
        <translation>Nicht berechnet</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Uploading {percent} %</source>
        <translation>Lädt hoch, {percent} %</translation>
    </message>
    <message>
        <source>Uploading {percent} %, {speed}</source>
        <translation>Lädt hoch, {percent} %, {speed}</translation>
    </message>
    <message>
        <source>{percent} %, {speed}</source>
        <translation>{percent} %, {speed}</translation>
    </message>
</context>
<context>
    <name>JobPage</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Choose another photo</source>
        <translation>Anderes Foto wählen</translation>
    </message>
    <message>
        <source>Cutting, stuffing, sewing…</source>
        <translation>Wird zugeschnitten, gestopft, genäht…</translation>
    </message>
    <message>
        <source>Here it is!</source>
        <translation>Da ist es!</translation>
    </message>
    <message>
        <source>Make another meanwhile</source>
        <translation>Inzwischen noch eins machen</translation>
    </message>
    <message>
        <source>On its way to the workshop</source>
        <translation>Auf dem Weg in die Werkstatt</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>This one did not work</source>
        <translation>Dieses hat nicht geklappt</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Your credit came back.</source>
        <translation>Dein Credit ist wieder da.</translation>
    </message>
    <message>
        <source>Your plushie</source>
        <translation>Dein Kuscheltier</translation>
    </message>
    <message>
        <source>Your plushie, in the making</source>
        <translation>Dein Kuscheltier, wie es gerade entsteht</translation>
    </message>
</context>
<context>
    <name>JobTile</name>
    <message>
        <source>Cancel, your credit comes back</source>
        <translation>Abbrechen, dein Credit kommt zurück</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Wegräumen</translation>
    </message>
</context>
<context>
    <name>LanguageSection</name>
    <message>
        <source>Kept. It holds from the next start.</source>
        <translation>Gemerkt. Es gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>What the app speaks</source>
        <translation>Was die App spricht</translation>
    </message>
</context>
<context>
    <name>LicencesSheet</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
</context>
<context>
    <name>LockCard</name>
    <message>
        <source>Continue with Google</source>
        <translation>Weiter mit Google</translation>
    </message>
    <message>
        <source>Forgot your password?</source>
        <translation>Passwort vergessen?</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Go on in your browser.</source>
        <translation>Weiter geht es im Browser.</translation>
    </message>
    <message>
        <source>Not you?</source>
        <translation>Nicht du?</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Please sign in again</source>
        <translation>Bitte melde dich noch einmal an</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>The page there shows the code {code}.</source>
        <translation>Die Seite dort zeigt den Code {code}.</translation>
    </message>
    <message>
        <source>Waiting for your browser…</source>
        <translation>Wir warten auf deinen Browser…</translation>
    </message>
    <message>
        <source>Your session at {host} has ended. Everything you were doing is still here.</source>
        <translation>Deine Sitzung bei {host} ist zu Ende. Alles, woran du warst, ist noch da.</translation>
    </message>
</context>
<context>
    <name>MailedCard</name>
    <message>
        <source>Back to signing in</source>
        <translation>Zurück zur Anmeldung</translation>
    </message>
    <message>
        <source>If {email} has an account, a link is on its way. It leads to a page where you choose a new password, and holds for one hour.</source>
        <translation>Wenn {email} ein Konto hat, ist ein Link unterwegs. Er führt zu einer Seite, auf der du ein neues Passwort wählst, und gilt eine Stunde.</translation>
    </message>
    <message>
        <source>Look into your mail</source>
        <translation>Schau in deine Mails</translation>
    </message>
    <message>
        <source>Open the mails of this computer</source>
        <translation>Mails dieses Computers öffnen</translation>
    </message>
    <message>
        <source>Paste the link instead</source>
        <translation>Stattdessen den Link einfügen</translation>
    </message>
    <message>
        <source>Rather stay here?</source>
        <translation>Lieber hierbleiben?</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>No key ring here: you stay signed in until the app closes.</source>
        <translation>Hier gibt es keinen Schlüsselbund: Du bleibst angemeldet, bis die App schließt.</translation>
    </message>
    <message>
        <source>Thank you. Your address is confirmed.</source>
        <translation>Danke. Deine Adresse ist bestätigt.</translation>
    </message>
    <message>
        <source>Thank you. {count} credits are yours.</source>
        <translation>Danke. {count} Credits gehören dir.</translation>
    </message>
    <message>
        <source>Your address is {email} now.</source>
        <translation>Deine Adresse ist jetzt {email}.</translation>
    </message>
    <message>
        <source>Your plushie is ready: {style}.</source>
        <translation>Dein Kuscheltier ist fertig: {style}.</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>A name has one line of at most {TITLE_MAX_CHARACTERS} characters.</source>
        <translation>Ein Name hat eine Zeile mit höchstens {TITLE_MAX_CHARACTERS} Zeichen.</translation>
    </message>
    <message>
        <source>A part of the local cloud is not installed ({reason}).</source>
        <translation>Ein Teil der lokalen Cloud ist nicht installiert ({reason}).</translation>
    </message>
    <message>
        <source>A photo with one subject in front of a calm background works best.</source>
        <translation>Am besten geht ein Foto mit einem Motiv vor ruhigem Hintergrund.</translation>
    </message>
    <message>
        <source>A picture can have {SHARE_MAX_LINKS} links at the same time. Please revoke them first.</source>
        <translation>Ein Bild kann {SHARE_MAX_LINKS} Links zur gleichen Zeit haben. Bitte nimm sie erst zurück.</translation>
    </message>
    <message>
        <source>A picture can have {TAGS_MAX} tags, and one of these would have more.</source>
        <translation>Ein Bild kann {TAGS_MAX} Stichwörter haben, und eines von diesen hätte mehr.</translation>
    </message>
    <message>
        <source>A tag is one line of at most {TAG_MAX_CHARACTERS} characters.</source>
        <translation>Ein Stichwort ist eine Zeile mit höchstens {TAG_MAX_CHARACTERS} Zeichen.</translation>
    </message>
    <message>
        <source>Another e-mail address for your account?</source>
        <translation>Eine andere E-Mail-Adresse für dein Konto?</translation>
    </message>
    <message>
        <source>Creating the database</source>
        <translation>Die Datenbank wird angelegt</translation>
    </message>
    <message>
        <source>Google did not let you in. Please start again in the app.</source>
        <translation>Google hat dich nicht eingelassen. Bitte fang in der App noch einmal an.</translation>
    </message>
    <message>
        <source>Google does not answer at the moment. Please try again in a while.</source>
        <translation>Google antwortet gerade nicht. Bitte versuch es in einer Weile noch einmal.</translation>
    </message>
    <message>
        <source>Google has not confirmed your e-mail address, so you cannot sign in with it. Please confirm it at Google, or sign up with a password.</source>
        <translation>Google hat deine E-Mail-Adresse nicht bestätigt, darum kannst du dich nicht damit anmelden. Bitte bestätige sie bei Google oder leg ein Konto mit Passwort an.</translation>
    </message>
    <message>
        <source>It is started again; please wait a moment.</source>
        <translation>Sie wird neu gestartet; bitte warte einen Moment.</translation>
    </message>
    <message>
        <source>It says how to go on. Do you have an account already? Then please sign in.</source>
        <translation>Darin steht, wie es weitergeht. Hast du schon ein Konto? Dann melde dich bitte an.</translation>
    </message>
    <message>
        <source>Its photo is on the computer where this was started: try again there, or choose the photo here.</source>
        <translation>Das Foto dazu liegt auf dem Computer, auf dem dies begonnen wurde: Versuche es dort noch einmal, oder wähle das Foto hier.</translation>
    </message>
    <message>
        <source>JPEG, PNG, WebP, HEIC and AVIF photos work, alone or in folders.</source>
        <translation>Fotos als JPEG, PNG, WebP, HEIC und AVIF gehen, einzeln oder in Ordnern.</translation>
    </message>
    <message>
        <source>No person, pet or thing stands out in this photo.</source>
        <translation>Auf diesem Foto hebt sich kein Mensch, kein Tier und kein Ding ab.</translation>
    </message>
    <message>
        <source>Nobody and nothing stands out in this photo, so its middle became a cushion. Crop it to what should become a plushie.</source>
        <translation>Auf diesem Foto hebt sich niemand und nichts ab, darum wurde seine Mitte ein Kissen. Schneide zu, was ein Kuscheltier werden soll.</translation>
    </message>
    <message>
        <source>Nobody is signed in at {server_url}.</source>
        <translation>Bei {server_url} ist niemand angemeldet.</translation>
    </message>
    <message>
        <source>Nobody signs in with Google on this server.</source>
        <translation>Auf diesem Server meldet sich niemand mit Google an.</translation>
    </message>
    <message>
        <source>Please check it and try again.</source>
        <translation>Bitte prüf es und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Please check that the file is there and may be opened.</source>
        <translation>Bitte prüf, ob die Datei da ist und geöffnet werden darf.</translation>
    </message>
    <message>
        <source>Please check the address, and this computer&apos;s date and network.</source>
        <translation>Bitte prüf die Adresse und Datum und Netz dieses Computers.</translation>
    </message>
    <message>
        <source>Please check the address, or update the app.</source>
        <translation>Bitte prüf die Adresse oder aktualisier die App.</translation>
    </message>
    <message>
        <source>Please check your internet connection and try again.</source>
        <translation>Bitte prüf deine Internetverbindung und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Please choose a larger photo.</source>
        <translation>Bitte wähl ein größeres Foto.</translation>
    </message>
    <message>
        <source>Please choose a password of {PASSWORD_MIN_CHARACTERS} to {PASSWORD_MAX_CHARACTERS} characters.</source>
        <translation>Bitte wähl ein Passwort mit {PASSWORD_MIN_CHARACTERS} bis {PASSWORD_MAX_CHARACTERS} Zeichen.</translation>
    </message>
    <message>
        <source>Please choose another file, or export one of its frames.</source>
        <translation>Bitte wähl eine andere Datei oder exportier eines ihrer Einzelbilder.</translation>
    </message>
    <message>
        <source>Please choose another file, or export this one as a JPEG.</source>
        <translation>Bitte wähl eine andere Datei oder exportier diese als JPEG.</translation>
    </message>
    <message>
        <source>Please choose another folder or make room, and try again.</source>
        <translation>Bitte wähl einen anderen Ordner oder schaff Platz und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Please choose another one, or export it again as a JPEG.</source>
        <translation>Bitte wähl ein anderes oder exportier es neu als JPEG.</translation>
    </message>
    <message>
        <source>Please copy or download it again, or choose another one.</source>
        <translation>Bitte kopier oder lade es noch einmal oder wähl ein anderes.</translation>
    </message>
    <message>
        <source>Please copy the picture there and paste it here, or save it first and choose the file.</source>
        <translation>Bitte kopiere das Bild dort und füge es hier ein, oder speichere es zuerst und wähle die Datei.</translation>
    </message>
    <message>
        <source>Please drag the picture itself, or save it first and choose the file.</source>
        <translation>Bitte zieh das Bild selbst herüber oder speicher es erst und wähl die Datei.</translation>
    </message>
    <message>
        <source>Please export it smaller and try again.</source>
        <translation>Bitte exportier es kleiner und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Please export it smaller, for example as a JPEG, and try again.</source>
        <translation>Bitte exportier es kleiner, zum Beispiel als JPEG, und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Please install PlushifyMe with its local cloud (pip install &apos;plushifyme[desktop,local]&apos;), or use another server: plushifyme --server https://...</source>
        <translation>Bitte installier PlushifyMe mit seiner lokalen Cloud (pip install &apos;plushifyme[desktop,local]&apos;) oder nutz einen anderen Server: plushifyme --server https://...</translation>
    </message>
    <message>
        <source>Please save it, export it smaller, and choose the file.</source>
        <translation>Bitte speicher es, exportier es kleiner und wähl die Datei.</translation>
    </message>
    <message>
        <source>Please save the picture first and choose the file.</source>
        <translation>Bitte speicher das Bild erst und wähl dann die Datei.</translation>
    </message>
    <message>
        <source>Please sign in in the app first, or set {EMAIL_VARIABLE} and {PASSWORD_VARIABLE}.</source>
        <translation>Bitte melde dich erst in der App an oder setz {EMAIL_VARIABLE} und {PASSWORD_VARIABLE}.</translation>
    </message>
    <message>
        <source>Please sign in or sign up.</source>
        <translation>Bitte melde dich an oder leg ein Konto an.</translation>
    </message>
    <message>
        <source>Please tell us your name, in at most 100 characters.</source>
        <translation>Bitte sag uns deinen Namen, mit höchstens 100 Zeichen.</translation>
    </message>
    <message>
        <source>Please try again in a moment.</source>
        <translation>Bitte versuch es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Please try again, or choose another photo.</source>
        <translation>Bitte versuch es noch einmal oder wähl ein anderes Foto.</translation>
    </message>
    <message>
        <source>Please try again; `plushifyme-server local` shows more.</source>
        <translation>Bitte versuch es noch einmal; `plushifyme-server local` zeigt mehr.</translation>
    </message>
    <message>
        <source>Please try again; if it stays, check this computer&apos;s clock.</source>
        <translation>Bitte versuch es noch einmal; wenn es bleibt, prüf die Uhr dieses Computers.</translation>
    </message>
    <message>
        <source>Please try again; if it stays, restart the app.</source>
        <translation>Bitte versuch es noch einmal; wenn es bleibt, starte die App neu.</translation>
    </message>
    <message>
        <source>Please try again; if it stays, send us the id below.</source>
        <translation>Bitte versuch es noch einmal; wenn es bleibt, schick uns die Nummer unten.</translation>
    </message>
    <message>
        <source>Please try another photo or another wish.</source>
        <translation>Bitte versuch ein anderes Foto oder einen anderen Wunsch.</translation>
    </message>
    <message>
        <source>PlushifyMe is not available for a moment. Please try again: you are never charged twice.</source>
        <translation>PlushifyMe ist gerade nicht erreichbar. Bitte versuch es noch einmal: Du zahlst nie doppelt.</translation>
    </message>
    <message>
        <source>Something in the app went wrong ({name}).</source>
        <translation>In der App ist etwas schiefgegangen ({name}).</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Es geht los</translation>
    </message>
    <message>
        <source>Starting the database</source>
        <translation>Die Datenbank startet</translation>
    </message>
    <message>
        <source>Starting the picture storage</source>
        <translation>Der Bilderspeicher startet</translation>
    </message>
    <message>
        <source>Starting the service</source>
        <translation>Der Dienst startet</translation>
    </message>
    <message>
        <source>That is not an e-mail address.</source>
        <translation>Das ist keine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>That is not your current password. Please try again.</source>
        <translation>Das ist nicht dein jetziges Passwort. Bitte versuch es noch einmal.</translation>
    </message>
    <message>
        <source>That is one of the commonest passwords, and the first to be guessed. Please choose another one.</source>
        <translation>Das ist eines der häufigsten Passwörter und wird als Erstes erraten. Bitte wähl ein anderes.</translation>
    </message>
    <message>
        <source>That is your address already.</source>
        <translation>Das ist schon deine Adresse.</translation>
    </message>
    <message>
        <source>That was tried too often. Please try again in {retry_after_s} s.</source>
        <translation>Das wurde zu oft versucht. Bitte versuch es in {retry_after_s} s noch einmal.</translation>
    </message>
    <message>
        <source>The Idempotency-Key header is missing. You were not charged.</source>
        <translation>Der Header Idempotency-Key fehlt. Es wurde nichts berechnet.</translation>
    </message>
    <message>
        <source>The PlushifyMe server at {address} does not answer.</source>
        <translation>Der PlushifyMe-Server unter {address} antwortet nicht.</translation>
    </message>
    <message>
        <source>The connection to {address} is not secure, so nothing was sent.</source>
        <translation>Die Verbindung zu {address} ist nicht sicher, darum wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>The details are in {log}.</source>
        <translation>Die Einzelheiten stehen in {log}.</translation>
    </message>
    <message>
        <source>The image engine stopped without a picture.</source>
        <translation>Die Bildwerkstatt hat ohne Bild aufgehört.</translation>
    </message>
    <message>
        <source>The local cloud could not be started: {strerror}.</source>
        <translation>Die lokale Cloud ließ sich nicht starten: {strerror}.</translation>
    </message>
    <message>
        <source>The local cloud did not start: {reason}.</source>
        <translation>Die lokale Cloud ist nicht gestartet: {reason}.</translation>
    </message>
    <message>
        <source>The local cloud has stopped.</source>
        <translation>Die lokale Cloud hat angehalten.</translation>
    </message>
    <message>
        <source>The local cloud is not part of this installation.</source>
        <translation>Die lokale Cloud gehört nicht zu dieser Installation.</translation>
    </message>
    <message>
        <source>The other program offered this picture, but did not hand it over.</source>
        <translation>Das andere Programm hat dieses Bild angeboten, aber nicht herausgegeben.</translation>
    </message>
    <message>
        <source>The password has to be 10 to 128 characters long.</source>
        <translation>Das Passwort muss 10 bis 128 Zeichen lang sein.</translation>
    </message>
    <message>
        <source>The photo has not arrived. Please choose it again. You were not charged.</source>
        <translation>Das Foto ist nicht angekommen. Bitte wähl es noch einmal. Es wurde nichts berechnet.</translation>
    </message>
    <message>
        <source>The picture arrived damaged. You were not charged.</source>
        <translation>Das Bild kam beschädigt an. Es wurde nichts berechnet.</translation>
    </message>
    <message>
        <source>The picture could not be loaded ({reason}).</source>
        <translation>Das Bild ließ sich nicht laden ({reason}).</translation>
    </message>
    <message>
        <source>The picture could not be made, although it was tried several times. You were not charged.</source>
        <translation>Das Bild ließ sich auch nach mehreren Versuchen nicht machen. Es wurde nichts berechnet.</translation>
    </message>
    <message>
        <source>The picture is made and safe in your gallery.</source>
        <translation>Das Bild ist fertig und sicher in deiner Galerie.</translation>
    </message>
    <message>
        <source>The picture storage did not take the photo (answer {status}).</source>
        <translation>Der Bilderspeicher hat das Foto nicht angenommen (Antwort {status}).</translation>
    </message>
    <message>
        <source>The picture storage does not answer.</source>
        <translation>Der Bilderspeicher antwortet nicht.</translation>
    </message>
    <message>
        <source>The picture storage is not available for a moment. Nothing was charged. Please try again.</source>
        <translation>Der Bilderspeicher ist gerade nicht erreichbar. Es wurde nichts berechnet. Bitte versuch es noch einmal.</translation>
    </message>
    <message>
        <source>The picture was not there after {limit_s} s.</source>
        <translation>Das Bild war nach {limit_s} s noch nicht da.</translation>
    </message>
    <message>
        <source>The terms have changed since they were shown to you. Please read today&apos;s and agree again.</source>
        <translation>Die Bedingungen haben sich geändert, seit du sie gesehen hast. Bitte lies die heutigen und stimm noch einmal zu.</translation>
    </message>
    <message>
        <source>The wish holds characters that cannot be sent.</source>
        <translation>Der Wunsch enthält Zeichen, die sich nicht senden lassen.</translation>
    </message>
    <message>
        <source>The wish may have at most {WISH_MAX_CHARACTERS} characters.</source>
        <translation>Der Wunsch darf höchstens {WISH_MAX_CHARACTERS} Zeichen haben.</translation>
    </message>
    <message>
        <source>The {field} cannot be right.</source>
        <translation>Das kann nicht stimmen: {field}.</translation>
    </message>
    <message>
        <source>There are more people in this photo than the plushie shows. Crop it to those whom you mean.</source>
        <translation>Auf diesem Foto sind mehr Menschen, als das Kuscheltier zeigt. Schneide zu, wen du meinst.</translation>
    </message>
    <message>
        <source>There is an account with your address already, but nobody has confirmed the address yet, so it may not be yours. Please choose a new password for it by mail; then Google works too.</source>
        <translation>Es gibt schon ein Konto mit deiner Adresse, aber noch niemand hat die Adresse bestätigt, es könnte also nicht deins sein. Bitte wähl per Mail ein neues Passwort dafür; dann geht auch Google.</translation>
    </message>
    <message>
        <source>There is no finished picture here by that name.</source>
        <translation>Hier gibt es kein fertiges Bild mit diesem Namen.</translation>
    </message>
    <message>
        <source>There is no photo in there.</source>
        <translation>Da ist kein Foto drin.</translation>
    </message>
    <message>
        <source>This address does not take that kind of request.</source>
        <translation>Diese Adresse nimmt solche Anfragen nicht an.</translation>
    </message>
    <message>
        <source>This desktop takes no notices.</source>
        <translation>Dieser Desktop nimmt keine Benachrichtigungen an.</translation>
    </message>
    <message>
        <source>This is not a cursor of an earlier page in this order.</source>
        <translation>Das ist keine Stelle einer früheren Seite in dieser Reihenfolge.</translation>
    </message>
    <message>
        <source>This is not a cursor of an earlier page.</source>
        <translation>Das ist keine Stelle einer früheren Seite.</translation>
    </message>
    <message>
        <source>This link does not lead to a picture on the web.</source>
        <translation>Dieser Link führt zu keinem Bild im Web.</translation>
    </message>
    <message>
        <source>This link does not lead to a picture. It may have ended, or whoever sent it has taken it back.</source>
        <translation>Dieser Link führt zu keinem Bild. Vielleicht ist er abgelaufen, oder wer ihn geschickt hat, hat ihn zurückgenommen.</translation>
    </message>
    <message>
        <source>This link leads from place to place, last to {host}.</source>
        <translation>Dieser Link führt von Ort zu Ort, zuletzt zu {host}.</translation>
    </message>
    <message>
        <source>This link leads from the web into your own network, so it was not followed.</source>
        <translation>Dieser Link führt aus dem Web in dein eigenes Netz, darum sind wir ihm nicht gefolgt.</translation>
    </message>
    <message>
        <source>This link leads to a web page, not to a picture.</source>
        <translation>Dieser Link führt zu einer Webseite, nicht zu einem Bild.</translation>
    </message>
    <message>
        <source>This needs {cost_credits} {noun} and you have too few. You were not charged.</source>
        <translation>Das braucht {cost_credits} {noun}, und du hast zu wenige. Es wurde nichts berechnet.</translation>
    </message>
    <message>
        <source>This photo cannot be read; the file seems to be damaged.</source>
        <translation>Dieses Foto lässt sich nicht lesen; die Datei scheint beschädigt zu sein.</translation>
    </message>
    <message>
        <source>This photo has only {value1} x {value2} pixels; each side needs at least {PHOTO_MIN_SIDE_PX}.</source>
        <translation>Dieses Foto hat nur {value1} x {value2} Pixel; jede Seite braucht mindestens {PHOTO_MIN_SIDE_PX}.</translation>
    </message>
    <message>
        <source>This photo has {megapixels} megapixels; at most {value1} work.</source>
        <translation>Dieses Foto hat {megapixels} Megapixel; höchstens {value1} gehen.</translation>
    </message>
    <message>
        <source>This photo has {value1} MiB; at most {value2} MiB work.</source>
        <translation>Dieses Foto hat {value1} MiB; höchstens {value2} MiB gehen.</translation>
    </message>
    <message>
        <source>This photo is full from edge to edge, so its middle became a cushion. Crop it to what should become a plushie.</source>
        <translation>Dieses Foto ist bis zum Rand gefüllt, darum wurde seine Mitte ein Kissen. Schneide zu, was ein Kuscheltier werden soll.</translation>
    </message>
    <message>
        <source>This photo shows mostly text, so its middle became a cushion. A person, a pet or a thing makes a better plushie.</source>
        <translation>Dieses Foto zeigt vor allem Text, darum wurde seine Mitte ein Kissen. Ein Mensch, ein Tier oder ein Ding wird ein schöneres Kuscheltier.</translation>
    </message>
    <message>
        <source>This picture is larger than {value1} MiB.</source>
        <translation>Dieses Bild ist größer als {value1} MiB.</translation>
    </message>
    <message>
        <source>This photo has too many pixels.</source>
        <translation>Dieses Foto hat zu viele Pixel.</translation>
    </message>
    <message>
        <source>This file is a BMP; JPEG, PNG, WebP, HEIC and AVIF photos work.</source>
        <translation>Diese Datei ist ein BMP; es gehen Fotos als JPEG, PNG, WebP, HEIC und AVIF.</translation>
    </message>
    <message>
        <source>This file is a GIF; JPEG, PNG, WebP, HEIC and AVIF photos work.</source>
        <translation>Diese Datei ist ein GIF; es gehen Fotos als JPEG, PNG, WebP, HEIC und AVIF.</translation>
    </message>
    <message>
        <source>This file is a PDF; JPEG, PNG, WebP, HEIC and AVIF photos work.</source>
        <translation>Diese Datei ist ein PDF; es gehen Fotos als JPEG, PNG, WebP, HEIC und AVIF.</translation>
    </message>
    <message>
        <source>This file is a TIFF or camera raw file; JPEG, PNG, WebP, HEIC and AVIF photos work.</source>
        <translation>Diese Datei ist ein TIFF oder eine Rohdatei einer Kamera; es gehen Fotos als JPEG, PNG, WebP, HEIC und AVIF.</translation>
    </message>
    <message>
        <source>This file is not a photo; JPEG, PNG, WebP, HEIC and AVIF photos work.</source>
        <translation>Diese Datei ist kein Foto; es gehen Fotos als JPEG, PNG, WebP, HEIC und AVIF.</translation>
    </message>
    <message>
        <source>This link does not work any more. It may have been used already, or a newer one was sent. Please ask for a new one.</source>
        <translation>Dieser Link geht nicht mehr. Vielleicht wurde er schon benutzt, oder ein neuerer wurde geschickt. Bitte lass dir einen neuen schicken.</translation>
    </message>
    <message>
        <source>This photo is not complete: its end is missing.</source>
        <translation>Dieses Foto ist nicht vollständig: Sein Ende fehlt.</translation>
    </message>
    <message>
        <source>This picture cannot be read.</source>
        <translation>Dieses Bild lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>This picture could not be made.</source>
        <translation>Dieses Bild ließ sich nicht machen.</translation>
    </message>
    <message>
        <source>This picture is animated; a single photo is needed.</source>
        <translation>Dieses Bild ist animiert; gebraucht wird ein einzelnes Foto.</translation>
    </message>
    <message>
        <source>This picture is {status} already.</source>
        <translation>Dieses Bild ist schon abgeschlossen ({status}).</translation>
    </message>
    <message>
        <source>This request is too large.</source>
        <translation>Diese Anfrage ist zu groß.</translation>
    </message>
    <message>
        <source>This request key was already used for another picture. You were not charged.</source>
        <translation>Dieser Schlüssel gehört schon zu einem anderen Bild. Es wurde nichts berechnet.</translation>
    </message>
    <message>
        <source>This server has no demo account.</source>
        <translation>Dieser Server hat kein Demo-Konto.</translation>
    </message>
    <message>
        <source>This sign-in has ended. Please start again in the app.</source>
        <translation>Diese Anmeldung ist abgelaufen. Bitte fang in der App noch einmal an.</translation>
    </message>
    <message>
        <source>Trying again never charges twice.</source>
        <translation>Ein neuer Versuch kostet nie doppelt.</translation>
    </message>
    <message>
        <source>We have sent a mail to {email}.</source>
        <translation>Wir haben eine Mail an {email} geschickt.</translation>
    </message>
    <message>
        <source>What answers at {address} is not a PlushifyMe server this app understands.</source>
        <translation>Was unter {address} antwortet, ist kein PlushifyMe-Server, den diese App versteht.</translation>
    </message>
    <message>
        <source>You can get more on the Credits page.</source>
        <translation>Mehr bekommst du auf der Seite „Credits“.</translation>
    </message>
    <message>
        <source>You did not sign in with Google. Start again in the app if you want to.</source>
        <translation>Du hast dich nicht mit Google angemeldet. Fang in der App neu an, wenn du möchtest.</translation>
    </message>
    <message>
        <source>You were not charged.</source>
        <translation>Es wurde nichts berechnet.</translation>
    </message>
    <message>
        <source>Your PlushifyMe account belongs to another Google account. Please choose that one.</source>
        <translation>Dein PlushifyMe-Konto gehört zu einem anderen Google-Konto. Bitte wähl das andere.</translation>
    </message>
    <message>
        <source>Your account has no password yet. Please set one with the link that we can send you, then try again.</source>
        <translation>Dein Konto hat noch kein Passwort. Bitte leg eins mit dem Link fest, den wir dir senden können, und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Your credit was given back.</source>
        <translation>Du hast deinen Credit zurück.</translation>
    </message>
    <message>
        <source>Your e-mail address is too easy to guess as a password. Please choose another one.</source>
        <translation>Deine E-Mail-Adresse ist als Passwort zu leicht zu erraten. Bitte wähl ein anderes.</translation>
    </message>
    <message>
        <source>Your session has ended. Please sign in again.</source>
        <translation>Deine Sitzung ist zu Ende. Bitte melde dich noch einmal an.</translation>
    </message>
    <message>
        <source>{address} is not protected: please use an address that begins with https://.</source>
        <translation>{address} ist nicht geschützt: Bitte nimm eine Adresse, die mit https:// beginnt.</translation>
    </message>
    <message>
        <source>{host} does not answer.</source>
        <translation>{host} antwortet nicht.</translation>
    </message>
    <message>
        <source>{host} does not give this picture away (answer {status_code}).</source>
        <translation>{host} gibt dieses Bild nicht her (Antwort {status_code}).</translation>
    </message>
    <message>
        <source>{host} is too slow.</source>
        <translation>{host} ist zu langsam.</translation>
    </message>
    <message>
        <source>{path} could not be read: {reason}.</source>
        <translation>{path} ließ sich nicht lesen: {reason}.</translation>
    </message>
    <message>
        <source>{path} could not be saved: {reason}.</source>
        <translation>{path} ließ sich nicht speichern: {reason}.</translation>
    </message>
    <message>
        <source>{server} is not a server&apos;s address; it has to begin with https:// or http://.</source>
        <translation>{server} ist keine Adresse eines Servers; sie muss mit https:// oder http:// beginnen.</translation>
    </message>
</context>
<context>
    <name>NameRow</name>
    <message>
        <source>Your name</source>
        <translation>Dein Name</translation>
    </message>
</context>
<context>
    <name>NewPasswordCard</name>
    <message>
        <source>Back to signing in</source>
        <translation>Zurück zur Anmeldung</translation>
    </message>
    <message>
        <source>Choose a new password</source>
        <translation>Wähl ein neues Passwort</translation>
    </message>
    <message>
        <source>It signs you out everywhere else.</source>
        <translation>Überall sonst wirst du abgemeldet.</translation>
    </message>
    <message>
        <source>Link of the mail</source>
        <translation>Link aus der Mail</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>Paste it here</source>
        <translation>Hier einfügen</translation>
    </message>
    <message>
        <source>Set the password</source>
        <translation>Passwort festlegen</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Nachricht schließen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copies the error&apos;s code and id, for a message to support</source>
        <translation>Kopiert Code und Nummer des Fehlers, für eine Nachricht an den Support</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
</context>
<context>
    <name>NotificationsSection</name>
    <message>
        <source>Let the window&apos;s button ask for attention</source>
        <translation>Der Knopf des Fensters darf sich melden</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Show a notification</source>
        <translation>Eine Benachrichtigung zeigen</translation>
    </message>
    <message>
        <source>Show progress in the task bar or dock</source>
        <translation>Fortschritt in der Taskleiste oder im Dock zeigen</translation>
    </message>
    <message>
        <source>When your plushies are ready and you look elsewhere</source>
        <translation>Wenn deine Kuscheltiere fertig sind und du gerade woanders bist</translation>
    </message>
</context>
<context>
    <name>OrderCard</name>
    <message>
        <source>Add more photos</source>
        <translation>Weitere Fotos hinzufügen</translation>
    </message>
    <message>
        <source>At most {most} plushies can be made at once.</source>
        <translation>Höchstens {most} Kuscheltiere gehen auf einmal.</translation>
    </message>
    <message>
        <source>Checking the photos</source>
        <translation>Die Fotos werden geprüft</translation>
    </message>
    <message>
        <source>Crop or turn the photo (C)</source>
        <translation>Foto zuschneiden oder drehen (C)</translation>
    </message>
    <message>
        <source>Get credits</source>
        <translation>Credits holen</translation>
    </message>
    <message>
        <source>Make my plushie · {cost} credit</source>
        <translation>Los geht’s · {cost} Credit</translation>
    </message>
    <message>
        <source>Make {count} plushies · {cost} credits</source>
        <translation>{count} Kuscheltiere · {cost} Credits</translation>
    </message>
    <message>
        <source>Reading the photo</source>
        <translation>Das Foto wird gelesen</translation>
    </message>
    <message>
        <source>Take the photo away</source>
        <translation>Foto wegnehmen</translation>
    </message>
    <message>
        <source>This takes {cost} credits; you have {count}.</source>
        <translation>Das braucht {cost} Credits; du hast {count}.</translation>
    </message>
    <message>
        <source>You have 1 credit</source>
        <translation>Du hast 1 Credit</translation>
    </message>
    <message>
        <source>You have no credits left.</source>
        <translation>Du hast keine Credits mehr.</translation>
    </message>
    <message>
        <source>You have {count} credits</source>
        <translation>Du hast {count} Credits</translation>
    </message>
    <message>
        <source>Your photo</source>
        <translation>Dein Foto</translation>
    </message>
    <message>
        <source>{count} held</source>
        <translation>{count} reserviert</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>At least 10 characters; a few words are easy to keep in mind</source>
        <translation>Mindestens 10 Zeichen; ein paar Wörter merkt man sich leicht</translation>
    </message>
    <message>
        <source>Caps Lock is on</source>
        <translation>Die Feststelltaste ist an</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Good enough; longer is better</source>
        <translation>Gut genug; länger ist besser</translation>
    </message>
    <message>
        <source>Hide the password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Password strength</source>
        <translation>Stärke des Passworts</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort zeigen</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Stark</translation>
    </message>
    <message>
        <source>Too short still: at least 10 characters</source>
        <translation>Noch zu kurz: mindestens 10 Zeichen</translation>
    </message>
</context>
<context>
    <name>PasswordRow</name>
    <message>
        <source>A link is on its way.</source>
        <translation>Ein Link ist unterwegs.</translation>
    </message>
    <message>
        <source>Changed. Your other devices are signed out.</source>
        <translation>Geändert. Deine anderen Geräte sind abgemeldet.</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>None: you sign in with Google</source>
        <translation>Keins: Du meldest dich mit Google an</translation>
    </message>
    <message>
        <source>Old password</source>
        <translation>Altes Passwort</translation>
    </message>
    <message>
        <source>Send me a link to set one</source>
        <translation>Link zum Festlegen senden</translation>
    </message>
    <message>
        <source>Your other devices are signed out.</source>
        <translation>Deine anderen Geräte werden abgemeldet.</translation>
    </message>
</context>
<context>
    <name>PatientButton</name>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment…</translation>
    </message>
    <message>
        <source>Try again in {count} s</source>
        <translation>Noch einmal in {count} s</translation>
    </message>
</context>
<context>
    <name>PhotoChip</name>
    <message>
        <source>being checked</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>geht leider nicht</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
</context>
<context>
    <name>PhotoEditor</name>
    <message>
        <source>Around the subject</source>
        <translation>Um das Motiv</translation>
    </message>
    <message>
        <source>Back to the whole photo</source>
        <translation>Zurück zum ganzen Foto</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Closer (+)</source>
        <translation>Näher (+)</translation>
    </message>
    <message>
        <source>Crop and turn</source>
        <translation>Zuschneiden und drehen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Drag the photo or its frame; the wheel comes closer.</source>
        <translation>Zieh das Foto oder seinen Rahmen; mit dem Mausrad kommst du näher.</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Further away (-)</source>
        <translation>Weiter weg (-)</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Straighten</source>
        <translation>Gerade richten</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Drehen</translation>
    </message>
    <message>
        <source>Turn left (Shift+R)</source>
        <translation>Nach links drehen (Umschalt+R)</translation>
    </message>
    <message>
        <source>Turn right (R)</source>
        <translation>Nach rechts drehen (R)</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
</context>
<context>
    <name>PhotoStrip</name>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Photos after these</source>
        <translation>Fotos danach</translation>
    </message>
    <message>
        <source>Photos before these</source>
        <translation>Fotos davor</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>Alle entfernen</translation>
    </message>
    <message>
        <source>Your photos</source>
        <translation>Deine Fotos</translation>
    </message>
</context>
<context>
    <name>PicksBar</name>
    <message>
        <source>1 selected</source>
        <translation>1 ausgewählt</translation>
    </message>
    <message>
        <source>Clear the selection</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete for ever</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Not a favourite</source>
        <translation>Kein Favorit</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Stichwörter</translation>
    </message>
    <message>
        <source>{n} selected</source>
        <translation>{n} ausgewählt</translation>
    </message>
</context>
<context>
    <name>PicturePair</name>
    <message>
        <source>How to compare</source>
        <translation>Wie verglichen wird</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Beide</translation>
    </message>
    <message>
        <source>Slider</source>
        <translation>Schieber</translation>
    </message>
    <message>
        <source>Your photo</source>
        <translation>Dein Foto</translation>
    </message>
    <message>
        <source>Your plushie</source>
        <translation>Dein Kuscheltier</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
</context>
<context>
    <name>ResultActions</name>
    <message>
        <source>Copied. Paste it anywhere.</source>
        <translation>Kopiert. Füg es ein, wo du magst.</translation>
    </message>
    <message>
        <source>Making the clip…</source>
        <translation>Der Clip entsteht…</translation>
    </message>
    <message>
        <source>before and after</source>
        <translation>vorher und nachher</translation>
    </message>
    <message>
        <source>reveal</source>
        <translation>Enthüllung</translation>
    </message>
</context>
<context>
    <name>ResultBar</name>
    <message>
        <source>Before &amp;&amp; after</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>Volle Größe</translation>
    </message>
    <message>
        <source>Full size, {size} px</source>
        <translation>Volle Größe, {size} px</translation>
    </message>
    <message>
        <source>Not a favourite any more</source>
        <translation>Kein Favorit mehr</translation>
    </message>
    <message>
        <source>Reveal, a short clip</source>
        <translation>Enthüllung, ein kurzer Clip</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save before and after</source>
        <translation>Vorher und nachher speichern</translation>
    </message>
    <message>
        <source>Save in another size</source>
        <translation>In anderer Größe speichern</translation>
    </message>
    <message>
        <source>Side by side, a picture</source>
        <translation>Nebeneinander, ein Bild</translation>
    </message>
    <message>
        <source>Try another style</source>
        <translation>Anderer Stil</translation>
    </message>
    <message>
        <source>{size} px</source>
        <translation>{size} px</translation>
    </message>
</context>
<context>
    <name>SamplePhotos</name>
    <message>
        <source>No photo at hand? Try one of these:</source>
        <translation>Kein Foto zur Hand? Probier eines von diesen:</translation>
    </message>
    <message>
        <source>Try it with a cat</source>
        <translation>Mit einer Katze ausprobieren</translation>
    </message>
    <message>
        <source>Try it with a cup of coffee</source>
        <translation>Mit einer Tasse Kaffee ausprobieren</translation>
    </message>
    <message>
        <source>Try it with an astronaut</source>
        <translation>Mit einer Astronautin ausprobieren</translation>
    </message>
</context>
<context>
    <name>SaveManyDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Files in a folder</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>For example: {name}</source>
        <translation>Zum Beispiel: {name}</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>Nothing is overwritten: a name that is taken gets a number.</source>
        <translation>Nichts wird überschrieben: Ein vergebener Name bekommt eine Nummer.</translation>
    </message>
    <message>
        <source>One zip file</source>
        <translation>Zip-Datei</translation>
    </message>
    <message>
        <source>Save 1 plushie</source>
        <translation>1 Kuscheltier speichern</translation>
    </message>
    <message>
        <source>Save plushies</source>
        <translation>Kuscheltiere speichern</translation>
    </message>
    <message>
        <source>Save {n} plushies</source>
        <translation>{n} Kuscheltiere speichern</translation>
    </message>
    <message>
        <source>Use {date}, {title}, {style}, {wish} and {number}.</source>
        <translation>Verwende {date}, {title}, {style}, {wish} und {number}.</translation>
    </message>
    <message>
        <source>What to save</source>
        <translation>Was gespeichert wird</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wohin</translation>
    </message>
</context>
<context>
    <name>SavingStrip</name>
    <message>
        <source>Leave it at that</source>
        <translation>Dabei belassen</translation>
    </message>
    <message>
        <source>Save the rest</source>
        <translation>Den Rest speichern</translation>
    </message>
    <message>
        <source>Saving plushies</source>
        <translation>Kuscheltiere werden gespeichert</translation>
    </message>
    <message>
        <source>Saving {done} of {total}</source>
        <translation>{done} von {total} gespeichert</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>The zip file of {total} plushies is begun anew: it was not finished.</source>
        <translation>Die Zip-Datei mit {total} Kuscheltieren wurde nicht fertig: Sie wird neu begonnen.</translation>
    </message>
    <message>
        <source>{left} of {total} plushies are not saved yet.</source>
        <translation>{left} von {total} Kuscheltieren sind noch nicht gespeichert.</translation>
    </message>
</context>
<context>
    <name>ServerSection</name>
    <message>
        <source>Kept. It holds from the next start of the app.</source>
        <translation>Gemerkt. Es gilt ab dem nächsten Start der App.</translation>
    </message>
    <message>
        <source>Leave it empty for the cloud on this computer</source>
        <translation>Leer lassen für die Cloud auf diesem Computer</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Now: the cloud on this computer, at {url}</source>
        <translation>Jetzt: die Cloud auf diesem Computer, unter {url}</translation>
    </message>
    <message>
        <source>Now: {url}</source>
        <translation>Jetzt: {url}</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Adresse des Servers</translation>
    </message>
    <message>
        <source>Use from the next start</source>
        <translation>Ab dem nächsten Start nutzen</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>ShareDialog</name>
    <message>
        <source>, the last until {day}</source>
        <translation>, der letzte bis {day}</translation>
    </message>
    <message>
        <source>1 link works</source>
        <translation>1 Link gilt</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 Tage</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copied. Paste it anywhere; it is shown only this once.</source>
        <translation>Kopiert. Füg ihn ein, wo du magst; er wird nur dieses eine Mal gezeigt.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Create and copy a link</source>
        <translation>Link anlegen und kopieren</translation>
    </message>
    <message>
        <source>End all links</source>
        <translation>Alle Links beenden</translation>
    </message>
    <message>
        <source>Everybody who has the link sees the photo and the plushie, nothing else.</source>
        <translation>Wer den Link hat, sieht das Foto und das Kuscheltier, sonst nichts.</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Looking for links ...</source>
        <translation>Links werden gesucht ...</translation>
    </message>
    <message>
        <source>Share this plushie</source>
        <translation>Kuscheltier teilen</translation>
    </message>
    <message>
        <source>The link works for</source>
        <translation>Der Link gilt</translation>
    </message>
    <message>
        <source>There is no link to this picture.</source>
        <translation>Zu diesem Bild gibt es keinen Link.</translation>
    </message>
    <message>
        <source>Until I end it</source>
        <translation>Bis ich ihn beende</translation>
    </message>
    <message>
        <source>{n} links work</source>
        <translation>{n} Links gelten</translation>
    </message>
</context>
<context>
    <name>ShortcutKeys</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Bring back what was just deleted</source>
        <translation>Zurückholen, was gerade gelöscht wurde</translation>
    </message>
    <message>
        <source>Choose a photo</source>
        <translation>Foto wählen</translation>
    </message>
    <message>
        <source>Choose a style</source>
        <translation>Stil wählen</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Credits</translation>
    </message>
    <message>
        <source>Crop or turn the photo</source>
        <translation>Foto zuschneiden oder drehen</translation>
    </message>
    <message>
        <source>Delete the picture, with an undo</source>
        <translation>Bild löschen, lässt sich rückgängig machen</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>Galerie</translation>
    </message>
    <message>
        <source>Larger pictures</source>
        <translation>Größere Bilder</translation>
    </message>
    <message>
        <source>Leaf through the pictures</source>
        <translation>Durch die Bilder blättern</translation>
    </message>
    <message>
        <source>Look closely at the picture in view</source>
        <translation>Das gezeigte Bild von Nahem ansehen</translation>
    </message>
    <message>
        <source>Make my plushie</source>
        <translation>Mach mein Kuscheltier</translation>
    </message>
    <message>
        <source>Mark the picture in view as a favourite</source>
        <translation>Das gezeigte Bild als Favorit merken</translation>
    </message>
    <message>
        <source>Open the chosen picture</source>
        <translation>Gewähltes Bild öffnen</translation>
    </message>
    <message>
        <source>Paste a photo</source>
        <translation>Foto einfügen</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Search the gallery</source>
        <translation>Die Galerie durchsuchen</translation>
    </message>
    <message>
        <source>Select all pictures</source>
        <translation>Alle Bilder auswählen</translation>
    </message>
    <message>
        <source>Select as far as the arrows lead</source>
        <translation>So weit auswählen, wie die Pfeile führen</translation>
    </message>
    <message>
        <source>Select the picture, or not</source>
        <translation>Das Bild auswählen oder nicht</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Smaller pictures</source>
        <translation>Kleinere Bilder</translation>
    </message>
    <message>
        <source>Tag the picture in view</source>
        <translation>Dem gezeigten Bild Stichwörter geben</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Diese Liste</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>SideBar</name>
    <message>
        <source>Create</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Credits</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>Galerie</translation>
    </message>
    <message>
        <source>In the workshop</source>
        <translation>In der Werkstatt</translation>
    </message>
    <message>
        <source>Plushies in the making</source>
        <translation>Kuscheltiere, die gerade entstehen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>SignInCard</name>
    <message>
        <source>A new account agrees to the {terms} and the {privacy}.</source>
        <translation>Ein neues Konto stimmt den {terms} und der {privacy} zu.</translation>
    </message>
    <message>
        <source>Continue with Google</source>
        <translation>Weiter mit Google</translation>
    </message>
    <message>
        <source>Create an account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Forgot your password?</source>
        <translation>Passwort vergessen?</translation>
    </message>
    <message>
        <source>New here?</source>
        <translation>Neu hier?</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Sign in to make plushies and see your gallery.</source>
        <translation>Melde dich an, mach Kuscheltiere und sieh deine Galerie.</translation>
    </message>
    <message>
        <source>Use the demo account</source>
        <translation>Demo-Konto nutzen</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Your session has ended. Please sign in again.</source>
        <translation>Deine Sitzung ist zu Ende. Bitte melde dich noch einmal an.</translation>
    </message>
    <message>
        <source>you@example.com</source>
        <translation>du@beispiel.de</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Changed your mind? Sign in before then, and keep it.</source>
        <translation>Anders überlegt? Melde dich vorher an und behalte es.</translation>
    </message>
    <message>
        <source>Drop in a photo. Get it back as a plushie.</source>
        <translation>Zieh ein Foto hinein. Zurück kommt ein Kuscheltier.</translation>
    </message>
    <message>
        <source>Everyone you love, soft enough to hug.</source>
        <translation>Alle, die du liebst, weich genug zum Kuscheln.</translation>
    </message>
    <message>
        <source>Server: {host}</source>
        <translation>Server: {host}</translation>
    </message>
    <message>
        <source>The cloud on this computer, {host}</source>
        <translation>Die Cloud auf diesem Computer, {host}</translation>
    </message>
    <message>
        <source>Your account will be deleted on {day}.</source>
        <translation>Dein Konto wird am {day} gelöscht.</translation>
    </message>
    <message>
        <source>Your new password holds.</source>
        <translation>Dein neues Passwort gilt.</translation>
    </message>
</context>
<context>
    <name>SignUpCard</name>
    <message>
        <source>A minute from now you hold your first plushie.</source>
        <translation>In einer Minute hältst du dein erstes Kuscheltier.</translation>
    </message>
    <message>
        <source>Create account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>Create your account</source>
        <translation>Leg dein Konto an</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Have one already?</source>
        <translation>Schon eins?</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Please choose something else than your e-mail address.</source>
        <translation>Bitte wähl etwas anderes als deine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Sign up with Google</source>
        <translation>Mit Google anmelden</translation>
    </message>
    <message>
        <source>you@example.com</source>
        <translation>du@beispiel.de</translation>
    </message>
</context>
<context>
    <name>Skipped</name>
    <message>
        <source>At most {most} photos work at once; {count} more were found.</source>
        <translation>Höchstens {most} Fotos gehen auf einmal; {count} weitere waren dabei.</translation>
    </message>
    <message>
        <source>It is not a photo that works.</source>
        <translation>Sie ist kein passendes Foto.</translation>
    </message>
    <message>
        <source>One file is not a photo that works.</source>
        <translation>Eine Datei ist kein passendes Foto.</translation>
    </message>
    <message>
        <source>One file was left out.</source>
        <translation>Eine Datei wurde ausgelassen.</translation>
    </message>
    <message>
        <source>Some files were left out.</source>
        <translation>Einige Dateien wurden ausgelassen.</translation>
    </message>
    <message>
        <source>Some folders could not be read, or lie too deep.</source>
        <translation>Einige Ordner waren nicht lesbar oder liegen zu tief.</translation>
    </message>
    <message>
        <source>There were too many files to look at all of them.</source>
        <translation>Es waren zu viele Dateien, um alle anzusehen.</translation>
    </message>
    <message>
        <source>{count} files are not photos that work.</source>
        <translation>{count} Dateien sind keine passenden Fotos.</translation>
    </message>
</context>
<context>
    <name>StartupPage</name>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird aufgebaut…</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
    <message>
        <source>Looking who you are</source>
        <translation>Wir schauen, wer du bist</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird gesucht…</translation>
    </message>
    <message>
        <source>Opening the toy shop</source>
        <translation>Der Spielzeugladen öffnet</translation>
    </message>
    <message>
        <source>Please type the address of a server.</source>
        <translation>Bitte gib die Adresse eines Servers ein.</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Adresse des Servers</translation>
    </message>
    <message>
        <source>Start-up progress</source>
        <translation>Fortschritt beim Start</translation>
    </message>
    <message>
        <source>The toy shop could not open</source>
        <translation>Der Spielzeugladen konnte nicht öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Welcome to PlushifyMe</source>
        <translation>Willkommen bei PlushifyMe</translation>
    </message>
    <message>
        <source>Which PlushifyMe server would you like to use? Whoever runs it can tell you its address. You can change it later in the settings.</source>
        <translation>Welchen PlushifyMe-Server möchtest du nutzen? Wer ihn betreibt, kann dir seine Adresse sagen. Du kannst sie später in den Einstellungen ändern.</translation>
    </message>
</context>
<context>
    <name>Statement</name>
    <message>
        <source>A plushie</source>
        <translation>Ein Kuscheltier</translation>
    </message>
    <message>
        <source>A present</source>
        <translation>Ein Geschenk</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>Korrektur</translation>
    </message>
    <message>
        <source>Credits bought</source>
        <translation>Credits gekauft</translation>
    </message>
    <message>
        <source>Demo credits</source>
        <translation>Credits zum Ausprobieren</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Zurückgegeben</translation>
    </message>
    <message>
        <source>Plushie</source>
        <translation>Kuscheltier</translation>
    </message>
    <message>
        <source>The plushie could not be made</source>
        <translation>Das Kuscheltier konnte nicht gemacht werden</translation>
    </message>
    <message>
        <source>Welcome to PlushifyMe</source>
        <translation>Willkommen bei PlushifyMe</translation>
    </message>
    <message>
        <source>{count} left</source>
        <translation>Noch {count}</translation>
    </message>
</context>
<context>
    <name>StorageSection</name>
    <message>
        <source>All {total} pictures are here in full.</source>
        <translation>Alle {total} Bilder sind ganz da.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Copies of your pictures on this computer, so that they open at once and without a network. Everything stays safe in your account.</source>
        <translation>Kopien deiner Bilder auf diesem Computer, damit sie sofort und ohne Netz aufgehen. In deinem Konto bleibt alles sicher.</translation>
    </message>
    <message>
        <source>Fetching: {kept} of {total} pictures are here.</source>
        <translation>Wird geholt: {kept} von {total} Bildern sind da.</translation>
    </message>
    <message>
        <source>Full pictures and photos are fetched in the background.</source>
        <translation>Ganze Bilder und Fotos werden im Hintergrund geholt.</translation>
    </message>
    <message>
        <source>Full pictures and photos are fetched when you open or save them.</source>
        <translation>Ganze Bilder und Fotos werden geholt, wenn du sie öffnest oder speicherst.</translation>
    </message>
    <message>
        <source>Keep originals offline</source>
        <translation>Originale offline behalten</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Noch nicht bekannt</translation>
    </message>
    <message>
        <source>Remove the copies from this computer</source>
        <translation>Kopien von diesem Computer entfernen</translation>
    </message>
    <message>
        <source>Space used</source>
        <translation>Belegter Platz</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>The disk of this computer is full, so nothing new can be kept. The app goes on without.</source>
        <translation>Die Festplatte dieses Computers ist voll, darum lässt sich nichts Neues behalten. Die App macht ohne weiter.</translation>
    </message>
    <message>
        <source>The list of your pictures takes another {size}.</source>
        <translation>Die Liste deiner Bilder braucht noch {size}.</translation>
    </message>
    <message>
        <source>Use at most</source>
        <translation>Höchstens nutzen</translation>
    </message>
    <message>
        <source>{kept} of {total} pictures fit into this space.</source>
        <translation>{kept} von {total} Bildern passen in diesen Platz.</translation>
    </message>
    <message>
        <source>{used} of {budget} used</source>
        <translation>{used} von {budget} belegt</translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <source>Copied. Paste it anywhere.</source>
        <translation>Kopiert. Füg es ein, wo du magst.</translation>
    </message>
    <message>
        <source>Everything goes on, but new pictures and changes are not kept here.</source>
        <translation>Alles geht weiter, aber neue Bilder und Änderungen werden hier nicht behalten.</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>Gespeichert als {path}</translation>
    </message>
    <message>
        <source>The disk of this computer is full.</source>
        <translation>Die Festplatte dieses Computers ist voll.</translation>
    </message>
    <message>
        <source>You are offline.</source>
        <translation>Du bist offline.</translation>
    </message>
    <message>
        <source>Your gallery still opens. What is under way goes on when you are back.</source>
        <translation>Deine Galerie geht trotzdem auf. Was unterwegs ist, geht weiter, wenn du wieder da bist.</translation>
    </message>
    <message>
        <source>Your gallery still opens. What you change is sent when you are back.</source>
        <translation>Deine Galerie geht trotzdem auf. Was du änderst, wird gesendet, wenn du wieder da bist.</translation>
    </message>
    <message>
        <source>before and after</source>
        <translation>vorher und nachher</translation>
    </message>
</context>
<context>
    <name>StudioModel</name>
    <message>
        <source>Unnamed photo</source>
        <translation>Foto ohne Namen</translation>
    </message>
</context>
<context>
    <name>Style</name>
    <message>
        <source>Bold felt colours with an outline</source>
        <translation>Kräftige Filzfarben mit Umriss</translation>
    </message>
    <message>
        <source>Cartoon</source>
        <translation>Cartoon</translation>
    </message>
    <message>
        <source>Cute &amp; fluffy</source>
        <translation>Süß &amp; flauschig</translation>
    </message>
    <message>
        <source>Long soft fur and big shiny eyes</source>
        <translation>Langes weiches Fell und große glänzende Augen</translation>
    </message>
    <message>
        <source>Minimalist</source>
        <translation>Minimalistisch</translation>
    </message>
    <message>
        <source>Quiet shapes in layered felt</source>
        <translation>Ruhige Formen aus Filzlagen</translation>
    </message>
    <message>
        <source>Realistic plush</source>
        <translation>Echter Plüsch</translation>
    </message>
    <message>
        <source>Short pile, real seams, as if from a shop</source>
        <translation>Kurzer Flor, echte Nähte, wie aus dem Laden</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Stichwörter</translation>
    </message>
    <message>
        <source>What you add or remove holds for all {n} plushies.</source>
        <translation>Was du hinzufügst oder entfernst, gilt für alle {n} Kuscheltiere.</translation>
    </message>
    <message>
        <source>What you add or remove holds for this plushie.</source>
        <translation>Was du hinzufügst oder entfernst, gilt für dieses Kuscheltier.</translation>
    </message>
</context>
<context>
    <name>TapPhoto</name>
    <message>
        <source>A pet? Tap both eyes</source>
        <translation>Ein Tier? Tipp auf beide Augen</translation>
    </message>
    <message>
        <source>All marks are set</source>
        <translation>Alle Marken sind gesetzt</translation>
    </message>
    <message>
        <source>And the other eye</source>
        <translation>Und das andere Auge</translation>
    </message>
    <message>
        <source>Tap a mark to take it away</source>
        <translation>Tipp auf eine Marke, um sie zu entfernen</translation>
    </message>
    <message>
        <source>Tap both eyes</source>
        <translation>Tipp auf beide Augen</translation>
    </message>
    <message>
        <source>Tap the nose, if you like</source>
        <translation>Tipp auf die Nase, wenn du magst</translation>
    </message>
</context>
<context>
    <name>TextSizeSection</name>
    <message>
        <source>Kept. It holds from the next start.</source>
        <translation>Gemerkt. Es gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Larger letters in the whole app</source>
        <translation>Größere Buchstaben in der ganzen App</translation>
    </message>
    <message>
        <source>More contrast</source>
        <translation>Mehr Kontrast</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
</context>
<context>
    <name>TitleField</name>
    <message>
        <source>Give it a name</source>
        <translation>Gib ihm einen Namen</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
</context>
<context>
    <name>TrashHead</name>
    <message>
        <source>Back to the gallery</source>
        <translation>Zurück zur Galerie</translation>
    </message>
    <message>
        <source>Empty the trash</source>
        <translation>Papierkorb leeren</translation>
    </message>
    <message>
        <source>Plushies stay here for {days} days, then they are deleted for ever.</source>
        <translation>Kuscheltiere bleiben {days} Tage hier, dann werden sie endgültig gelöscht.</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
</context>
<context>
    <name>UpdateNotice</name>
    <message>
        <source>Get it</source>
        <translation>Holen</translation>
    </message>
    <message>
        <source>PlushifyMe {version} is there.</source>
        <translation>PlushifyMe {version} ist da.</translation>
    </message>
    <message>
        <source>You have {version}.</source>
        <translation>Du hast {version}.</translation>
    </message>
</context>
<context>
    <name>UpdatePage</name>
    <message>
        <source>Get the new version</source>
        <translation>Neue Version holen</translation>
    </message>
    <message>
        <source>Please ask whoever runs the server for the new version.</source>
        <translation>Bitte frag, wer den Server betreibt, nach der neuen Version.</translation>
    </message>
    <message>
        <source>PlushifyMe needs an update</source>
        <translation>PlushifyMe braucht ein Update</translation>
    </message>
    <message>
        <source>This server works with newer versions only; you have {version}. Your pictures and credits are kept and wait for you.</source>
        <translation>Dieser Server arbeitet nur mit neueren Versionen; du hast {version}. Deine Bilder und Credits bleiben erhalten und warten auf dich.</translation>
    </message>
</context>
<context>
    <name>Wipe</name>
    <message>
        <source>Drag, or use the arrow keys</source>
        <translation>Ziehen oder Pfeiltasten nutzen</translation>
    </message>
    <message>
        <source>How much of the photo is seen</source>
        <translation>Wie viel vom Foto zu sehen ist</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Plushie</source>
        <translation>Kuscheltier</translation>
    </message>
</context>
<context>
    <name>WishField</name>
    <message>
        <source>A wish</source>
        <translation>Ein Wunsch</translation>
    </message>
    <message>
        <source>A wish, optional</source>
        <translation>Ein Wunsch, wenn du magst</translation>
    </message>
    <message>
        <source>For example: with a little red scarf</source>
        <translation>Zum Beispiel: mit einem kleinen roten Schal</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>freiwillig</translation>
    </message>
</context>
<context>
    <name>ZoomView</name>
    <message>
        <source>Your plushie, closely</source>
        <translation>Dein Kuscheltier von Nahem</translation>
    </message>
    <message>
        <source>Zoom with the wheel or + and -, move it by dragging</source>
        <translation>Mit dem Mausrad oder + und - zoomen, durch Ziehen bewegen</translation>
    </message>
</context>
<context>
    <name>_TagEdit</name>
    <message>
        <source>Add a tag</source>
        <translation>Stichwort hinzufügen</translation>
    </message>
</context>
</TS>
