; What installer and uninstaller share: saying why not, waiting for the program, exchanging folders, the registry.

; A message, or in silent mode a line in %TEMP%\CJDesk-Setup.txt, then the end with a code.
!macro StopFunction UN
Function ${UN}Stop
  Pop $Fault
  Pop $R8
  ${If} ${Silent}
    FileOpen $R9 "$TEMP\CJDesk-Setup.txt" w
    FileWriteUTF16LE /BOM $R9 "$Fault $R8$\r$\n"
    FileClose $R9
  ${Else}
    MessageBox MB_OK|MB_ICONSTOP "$R8"
  ${EndIf}
  SetErrorLevel $Fault
  Quit
FunctionEnd
!macroend
!insertmacro StopFunction ""
!insertmacro StopFunction "un."

!macro Stop UN CODE WORDS
  Push "${WORDS}"
  Push ${CODE}
  Call ${UN}Stop
!macroend

; 1 on the stack while a CJDesk of this user runs.
!macro RunsFunction UN
Function ${UN}Runs
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${RUNNING}") p .R9'
  ${If} $R9 P<> 0
    System::Call 'kernel32::CloseHandle(p R9)'
    Push 1
  ${Else}
    Push 0
  ${EndIf}
FunctionEnd

; Come back when no CJDesk runs: with a window the clerk is asked, silent waits for a program that is just ending.
Function ${UN}WaitForEnd
  StrCpy $R7 0
  ${Do}
    Call ${UN}Runs
    Pop $R6
    ${If} $R6 = 0
      ${ExitDo}
    ${EndIf}
    ${If} ${Silent}
      IntOp $R7 $R7 + 1
      ${If} $R7 > ${WAIT_SECONDS}
        !insertmacro Stop "${UN}" ${EXIT_RUNNING} "$(Running)"
      ${EndIf}
      Sleep 1000
    ${Else}
      ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" IDCANCEL`
        SetErrorLevel ${EXIT_RUNNING}
        Quit
      ${EndIf}
    ${EndIf}
  ${Loop}
FunctionEnd

; Two installers at once would take each other's folders away.
Function ${UN}OneAtATime
  System::Call 'kernel32::CreateMutexW(p 0, i 1, w "${INSTALLING}") p .s ?e'
  Pop $R6
  Pop $Handle
  ${If} $R6 = 183
    !insertmacro Stop "${UN}" ${EXIT_INSTALLING} "$(Installing)"
  ${EndIf}
FunctionEnd

; Exchange folders: $R0 steps aside to $R1, $R2 takes its place. 0 on the stack when done; else all is as it was.
Function ${UN}Exchange
  ClearErrors
  ${If} ${FileExists} "$R0\*.*"
    StrCpy $R3 0
    ${Do}   ; a virus scanner may still look at a file
      ClearErrors
      Rename "$R0" "$R1"
      ${IfNot} ${Errors}
        ${ExitDo}
      ${EndIf}
      IntOp $R3 $R3 + 1
      ${If} $R3 > 10
        Push 1
        Return
      ${EndIf}
      Sleep 500
    ${Loop}
  ${EndIf}
  ClearErrors
  Rename "$R2" "$R0"
  ${If} ${Errors}
    Rename "$R1" "$R0"
    Push 1
    Return
  ${EndIf}
  Push 0
FunctionEnd

; The clerk's own files in the folder that stepped aside come back to the program's.
Function ${UN}BringOwn
  FindFirst $R1 $R0 "$INSTDIR.replaced\*.*"
  ${DoWhile} $R0 != ""
    ${Select} $R0
    ${Case4} "." ".." "program" "CJDesk.exe"
    ${Case4} "cjdesk-cli.exe" "version.txt" "back.exe" "Uninstall.exe"
    ${CaseElse}
      Rename "$INSTDIR.replaced\$R0" "$INSTDIR\$R0"
    ${EndSelect}
    FindNext $R1 $R0
  ${Loop}
  FindClose $R1
FunctionEnd
!macroend
!insertmacro RunsFunction ""
!insertmacro RunsFunction "un."

; Our files in a folder, and nothing else: what the clerk put there stays.
!macro DeleteProgram PLACE
  RMDir /r "${PLACE}\program"
  Delete "${PLACE}\CJDesk.exe"
  Delete "${PLACE}\cjdesk-cli.exe"
  Delete "${PLACE}\version.txt"
  Delete "${PLACE}\back.exe"
  Delete "${PLACE}\Uninstall.exe"
  RMDir "${PLACE}"
!macroend

; After a power cut in the middle of an exchange: the program comes back, what was half laid out goes.
!macro Tidy
  ${If} ${FileExists} "$INSTDIR.replaced\CJDesk.exe"
    ${IfNot} ${FileExists} "$INSTDIR\CJDesk.exe"
      Rename "$INSTDIR.replaced" "$INSTDIR"
    ${Else}
      !insertmacro DeleteProgram "$INSTDIR.replaced"
    ${EndIf}
  ${EndIf}
  !insertmacro DeleteProgram "$INSTDIR.new"
!macroend

; What Windows knows of the installed version. The version is read from the folder, so that going back tells the truth.
!macro RegisterFunction UN
Function ${UN}Register
  FileOpen $R9 "$INSTDIR\version.txt" r
  FileRead $R9 $R8
  FileRead $R9 $R7
  FileClose $R9
  ${UnStrTrim} $R8
  ${UnStrTrim} $R7
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "$R8"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Numbers" "$R7"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "CJDesk"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\CJDesk.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
FunctionEnd
!macroend
!define UnStrTrim "!insertmacro TrimLine"
!macro TrimLine TEXT
  ${TrimNewLines} "${TEXT}" ${TEXT}
!macroend
!insertmacro RegisterFunction ""
!insertmacro RegisterFunction "un."

; Start the desk if the program that started us asked for it (/START).
!macro StartIfAsked
  ${GetParameters} $R9
  ClearErrors
  ${GetOptions} $R9 "/START" $R8
  ${IfNot} ${Errors}
    Exec '"$INSTDIR\CJDesk.exe"'
  ${EndIf}
!macroend
