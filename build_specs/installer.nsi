; CJDesk's installer: for one user, without administrator, into %LOCALAPPDATA%\Programs\CJDesk.
; The new program is laid out beside the present one, and their folders are exchanged: it is installed whole or not at all.
; build.py gives VERSION, NUMBERS (four), FOLDER (what is packed), ICON, BANNER, TARGET, KILOBYTES. Switches and exit codes: README.md.

Unicode true
Target amd64-unicode
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
!ifdef PLAIN
  SetCompress off
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!endif

!include MUI2.nsh
!include TextFunc.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define PROGRAM "CJDesk"
!define TITLE "CJDesk 从江乡镇工作台"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\CJDesk"
!define BATCH_CLASS "CJDesk.Batch"
!define RUNNING "Local\CJDesk.Running"   ; cjdesk/presence.py
!define INSTALLING "Local\CJDesk.Installing"
!define WAIT_SECONDS 20

!define EXIT_RUNNING 11
!define EXIT_NEWER 12
!define EXIT_NO_SPACE 13
!define EXIT_NOT_WRITABLE 14
!define EXIT_IN_USE 15
!define EXIT_NO_WINDOWS 16
!define EXIT_NO_PREVIOUS 17
!define EXIT_INSTALLING 18

Name "${TITLE}"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\${PROGRAM}"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "${TITLE} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "CompanyName" "CJDesk"
VIAddVersionKey /LANG=2052 "LegalCopyright" "CJDesk"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${BANNER}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\CJDesk.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"
!include "installer_words.nsh"

Var Fault       ; the code of what went wrong, for Stop
Var OnDesktop     ; whether the desktop gets its shortcut
Var Old         ; where an earlier version was installed
Var Handle

!include "installer_shared.nsh"

Function .onInit
  SetShellVarContext current
  StrCpy $OnDesktop 1
  ReadRegStr $Old HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $Old != ""
  ${AndIfNot} ${FileExists} "$DESKTOP\${TITLE}.lnk"
    StrCpy $OnDesktop 0   ; the clerk threw it away
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${RunningX64}
    !insertmacro Stop "" ${EXIT_NO_WINDOWS} "$(NoWindows)"
  ${EndIf}
  Call OneAtATime
  Call RefuseOlder
  ${If} ${Silent}   ; with a window these come when the clerk has chosen the folder
    Call WaitForEnd
    Call CheckPlace
  ${EndIf}
FunctionEnd

; An older program cannot read what a newer one has written; /DOWNGRADE says that the caller knows.
Function RefuseOlder
  ReadRegStr $R0 HKCU "${UNINSTALL_KEY}" "Numbers"
  ReadRegStr $R1 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $R0 == ""
    Return
  ${EndIf}
  ${VersionCompare} "$R0" "${NUMBERS}" $R2
  ${GetParameters} $R3
  ClearErrors
  ${GetOptions} $R3 "/DOWNGRADE" $R4
  ${If} $R2 = 1
  ${AndIf} ${Errors}
    !insertmacro Stop "" ${EXIT_NEWER} "$(Newer)"
  ${EndIf}
FunctionEnd

; The folder must be ours or empty, writable, and have room for a second copy.
Function CheckPlace
  StrLen $R0 $INSTDIR
  ${If} $R0 <= 3
    StrCpy $INSTDIR "$INSTDIR\${PROGRAM}"   ; D:\ itself cannot be exchanged
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\CJDesk.exe"
    Push "$INSTDIR"
    Call IsEmpty
    Pop $R0
    ${If} $R0 = 0
      StrCpy $INSTDIR "$INSTDIR\${PROGRAM}"   ; D:\ was chosen: its files are none of our business
    ${EndIf}
  ${EndIf}
  ${GetParent} "$INSTDIR" $R1
  ClearErrors
  CreateDirectory "$R1"
  ClearErrors   ; it may exist, and only writing shows whether one may write
  FileOpen $R2 "$R1\CJDesk-Setup.tmp" w
  ${If} ${Errors}
    !insertmacro Stop "" ${EXIT_NOT_WRITABLE} "$(NotWritable)"
  ${EndIf}
  FileClose $R2
  Delete "$R1\CJDesk-Setup.tmp"
  System::Call 'kernel32::GetDiskFreeSpaceExW(w R1, *l .R3, p 0, p 0) i .R4'
  System::Int64Op $R3 / 1024
  Pop $R3
  IntOp $R5 ${KILOBYTES} + 51200
  System::Int64Op $R3 < $R5
  Pop $R6
  ${If} $R4 <> 0
  ${AndIf} $R6 = 1
    System::Int64Op $R3 / 1024
    Pop $R3
    IntOp $R5 $R5 / 1024
    !insertmacro Stop "" ${EXIT_NO_SPACE} "$(NoSpace)"
  ${EndIf}
FunctionEnd

Function IsEmpty
  Exch $R0
  Push $R1
  Push $R2
  StrCpy $R2 1
  FindFirst $R1 $R0 "$R0\*.*"
  ${DoWhile} $R0 != ""
    ${If} $R0 != "."
    ${AndIf} $R0 != ".."
      StrCpy $R2 0
      ${ExitDo}
    ${EndIf}
    FindNext $R1 $R0
  ${Loop}
  FindClose $R1
  StrCpy $R0 $R2
  Pop $R2
  Pop $R1
  Exch $R0
FunctionEnd

Section
  ${IfNot} ${Silent}
    Call WaitForEnd
    Call CheckPlace
  ${EndIf}
  !insertmacro Tidy
  ClearErrors
  SetOutPath "$INSTDIR.new"
  File /r "${FOLDER}/*.*"
  FileOpen $R9 "$INSTDIR.new\version.txt" w
  FileWrite $R9 "${VERSION}$\r$\n${NUMBERS}$\r$\n"
  FileClose $R9
  WriteUninstaller "$INSTDIR.new\Uninstall.exe"
  WriteUninstaller "$INSTDIR.new\back.exe"
  SetOutPath "$TEMP"
  ${If} ${Errors}
    !insertmacro DeleteProgram "$INSTDIR.new"
    !insertmacro Stop "" ${EXIT_NOT_WRITABLE} "$(NotWritten)"
  ${EndIf}
  Call WaitForEnd   ; it may have been started meanwhile

  StrCpy $R0 "$INSTDIR"
  StrCpy $R1 "$INSTDIR.replaced"
  StrCpy $R2 "$INSTDIR.new"
  Call Exchange
  Pop $R3
  ${If} $R3 <> 0
    !insertmacro DeleteProgram "$INSTDIR.new"
    !insertmacro Stop "" ${EXIT_IN_USE} "$(InUse)"
  ${EndIf}
  Call KeepPrevious
  Call Register
  Call Connect
  !insertmacro StartIfAsked
SectionEnd

; What stepped aside is the previous version, unless it is this one again; the clerk's own files come back.
Function KeepPrevious
  ${IfNot} ${FileExists} "$INSTDIR.replaced\*.*"
    Goto elsewhere
  ${EndIf}
  Call BringOwn
  FileOpen $R9 "$INSTDIR.replaced\version.txt" r
  FileRead $R9 $R8
  FileClose $R9
  !insertmacro TrimLine $R8
  ${If} $R8 == "${VERSION}"
    !insertmacro DeleteProgram "$INSTDIR.replaced"
  ${Else}
    !insertmacro DeleteProgram "$INSTDIR.previous"
    Rename "$INSTDIR.replaced" "$INSTDIR.previous"
  ${EndIf}
  elsewhere:
  ${If} $Old != ""
  ${AndIf} $Old != $INSTDIR
    !insertmacro DeleteProgram "$Old"   ; it was installed in another folder: one CJDesk for one user
    !insertmacro DeleteProgram "$Old.previous"
  ${EndIf}
FunctionEnd

; Shortcuts and the kind of file that a batch is.
Function Connect
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\CJDesk.exe"
  ${If} $OnDesktop = 1
    CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\CJDesk.exe"
  ${EndIf}
  WriteRegStr HKCU "Software\Classes\.cjp" "" "${BATCH_CLASS}"
  WriteRegStr HKCU "Software\Classes\${BATCH_CLASS}" "" "$(BatchKind)"
  WriteRegStr HKCU "Software\Classes\${BATCH_CLASS}\DefaultIcon" "" "$INSTDIR\CJDesk.exe,0"
  WriteRegStr HKCU "Software\Classes\${BATCH_CLASS}\shell\open\command" "" '"$INSTDIR\CJDesk.exe" --open "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd

; The uninstaller; under the name back.exe and with /ROLLBACK it puts the previous version back instead.
Function un.onInit
  SetShellVarContext current
  Call un.OneAtATime
  StrCpy $R0 $INSTDIR "" -9
  ${If} $R0 == ".previous"   ; started from there
    StrCpy $INSTDIR $INSTDIR -9
  ${EndIf}
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/ROLLBACK" $R1
  ${IfNot} ${Errors}
    Call un.GoBack
    Quit
  ${EndIf}
  ${If} ${Silent}
    Call un.WaitForEnd
  ${EndIf}
FunctionEnd

Function un.GoBack
  ${IfNot} ${FileExists} "$INSTDIR.previous\CJDesk.exe"
    !insertmacro Stop "un." ${EXIT_NO_PREVIOUS} "$(NoPrevious)"
  ${EndIf}
  SetSilent silent   ; a program that is ending is waited for
  Call un.WaitForEnd
  !insertmacro Tidy
  StrCpy $R0 "$INSTDIR"
  StrCpy $R1 "$INSTDIR.replaced"
  StrCpy $R2 "$INSTDIR.previous"
  Call un.Exchange
  Pop $R3
  ${If} $R3 <> 0
    !insertmacro Stop "un." ${EXIT_IN_USE} "$(InUse)"
  ${EndIf}
  Call un.BringOwn
  Rename "$INSTDIR.replaced" "$INSTDIR.previous"
  Call un.Register
  !insertmacro StartIfAsked
FunctionEnd

Section "Uninstall"
  ${IfNot} ${Silent}
    Call un.WaitForEnd
  ${EndIf}
  !insertmacro DeleteProgram "$INSTDIR"
  !insertmacro DeleteProgram "$INSTDIR.previous"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"
  ReadRegStr $R0 HKCU "Software\Classes\.cjp" ""
  ${If} $R0 == "${BATCH_CLASS}"
    DeleteRegKey HKCU "Software\Classes\.cjp"
  ${EndIf}
  DeleteRegKey HKCU "Software\Classes\${BATCH_CLASS}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  ${IfNot} ${Silent}
  ${AndIf} ${FileExists} "$LOCALAPPDATA\CJDesk\*.*"
    MessageBox MB_OK|MB_ICONINFORMATION "$(DataStay)"
  ${EndIf}
SectionEnd
