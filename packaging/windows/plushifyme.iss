; The Windows installer, made from build\bundle\plushifyme by Inno Setup 6.3 or newer:
;   iscc /DVersion=0.1.0 packaging\windows\plushifyme.iss
; Signed when the build machine names a sign tool:
;   iscc /DVersion=0.1.0 /DSign "/Sstandard=signtool sign /fd sha256 /tr http://timestamp.digicert.com /td sha256 $f" ...

#ifndef Version
  #error Name the version: /DVersion=0.1.0
#endif
#define Name "PlushifyMe"
#define Program "plushifyme.exe"
#define Root AddBackslash(SourcePath) + "..\.."

[Setup]
AppId={{6E1C0B1D-4C0C-4E7B-9C52-7A6C1D2F9B34}
AppName={#Name}
AppVersion={#Version}
AppPublisher={#Name}
AppPublisherURL=https://plushifyme.com
VersionInfoVersion={#Version}
; For this person alone, without an administrator; who is one may choose everybody.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
DefaultDirName={autopf}\{#Name}
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
Compression=lzma2/ultra64
SolidCompression=yes
; By a 64-bit process of its own: so much memory the compiler itself cannot have.
LZMAUseSeparateProcess=yes
OutputDir={#Root}\build\packages
OutputBaseFilename=plushifyme-{#Version}-windows-x86_64-setup
SetupIconFile={#Root}\resources\icons\plushifyme.ico
UninstallDisplayIcon={app}\{#Program}
WizardStyle=modern
ChangesAssociations=yes
CloseApplications=yes
#ifdef Sign
SignTool=standard
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[CustomMessages]
en.OpenWith=Open with PlushifyMe
de.OpenWith=Mit PlushifyMe öffnen

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[Files]
Source: "{#Root}\build\bundle\plushifyme\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[InstallDelete]
; Files of an older version must not stay beside those of this one.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\{#Name}"; Filename: "{app}\{#Program}"; AppUserModelID: "com.plushifyme.PlushifyMe"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\{#Program}"; Tasks: desktopicon

[Registry]
; plushifyme:// brings the app to the front and opens a page by its name.
Root: HKA; Subkey: "Software\Classes\plushifyme"; ValueType: string; ValueData: "URL:PlushifyMe"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\plushifyme"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\plushifyme\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}"" --open ""%1"""
; "Open with PlushifyMe" for photos, without taking them from another program.
Root: HKA; Subkey: "Software\Classes\PlushifyMe.Photo"; ValueType: string; ValueData: "{cm:OpenWith}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\PlushifyMe.Photo\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Program},0"
Root: HKA; Subkey: "Software\Classes\PlushifyMe.Photo\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}"" --open ""%1"""
Root: HKA; Subkey: "Software\Classes\.jpg\OpenWithProgids"; ValueType: string; ValueName: "PlushifyMe.Photo"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.jpeg\OpenWithProgids"; ValueType: string; ValueName: "PlushifyMe.Photo"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.png\OpenWithProgids"; ValueType: string; ValueName: "PlushifyMe.Photo"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.webp\OpenWithProgids"; ValueType: string; ValueName: "PlushifyMe.Photo"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.heic\OpenWithProgids"; ValueType: string; ValueName: "PlushifyMe.Photo"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.heif\OpenWithProgids"; ValueType: string; ValueName: "PlushifyMe.Photo"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.avif\OpenWithProgids"; ValueType: string; ValueName: "PlushifyMe.Photo"; ValueData: ""; Flags: uninsdeletevalue

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:LaunchProgram,{#Name}}"; Flags: nowait postinstall skipifsilent
