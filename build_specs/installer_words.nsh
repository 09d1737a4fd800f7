; What the installer says, in Chinese and English. $R1 … $R5 are filled where the words are used.

LangString Running ${LANG_SIMPCHINESE} "CJDesk 正在运行。请先保存并关闭 CJDesk（包括正在执行的 cjdesk-cli），然后重试。数据不受影响。"
LangString Running ${LANG_ENGLISH} "CJDesk is running. Close it (and any cjdesk-cli at work), then retry. Your data are untouched."

LangString Installing ${LANG_SIMPCHINESE} "另一个 CJDesk 安装程序或卸载程序正在运行。请等它结束。"
LangString Installing ${LANG_ENGLISH} "Another installer or uninstaller of CJDesk is at work. Wait until it has finished."

LangString Newer ${LANG_SIMPCHINESE} "本机已装有更新的版本 $R1，这个安装包是 ${VERSION}，没有安装：旧版程序打不开新版写过的数据。请使用更新的安装包，或在 CJDesk 里选择“退回上一版本”。"
LangString Newer ${LANG_ENGLISH} "The newer version $R1 is installed and this is ${VERSION}. Nothing was changed: an older program cannot open what a newer one has written. Use a newer package, or go back to the previous version from within CJDesk."

LangString NoSpace ${LANG_SIMPCHINESE} "磁盘空间不够：需要 $R5 MB，$R1 所在的磁盘只剩 $R3 MB。请腾出空间，或换一个磁盘。什么都没有改动。"
LangString NoSpace ${LANG_ENGLISH} "There is too little space: $R5 MB are needed, the disk of $R1 has $R3 MB left. Make room or choose another disk. Nothing was changed."

LangString NotWritable ${LANG_SIMPCHINESE} "不能写入文件夹 $R1。请选择您自己的文件夹，例如 $LOCALAPPDATA\Programs\CJDesk。什么都没有改动。"
LangString NotWritable ${LANG_ENGLISH} "Nothing can be written in $R1. Choose a folder of your own, such as $LOCALAPPDATA\Programs\CJDesk. Nothing was changed."

LangString NotWritten ${LANG_SIMPCHINESE} "新版本没有写完整（磁盘已满，或杀毒软件拦住了文件），已经撤销，原来的版本照常可用。请腾出空间或暂停拦截后重新安装。"
LangString NotWritten ${LANG_ENGLISH} "The new version could not be written whole (the disk is full, or a virus scanner held a file). It was taken back, and the version you have works as before. Make room or let the file through, then install again."

LangString InUse ${LANG_SIMPCHINESE} "程序文件夹里有文件正被占用（CJDesk 还开着，或杀毒软件在检查），没有改动，原来的版本照常可用。请关闭 CJDesk，过一会儿再试。"
LangString InUse ${LANG_ENGLISH} "A file of the program is in use (CJDesk is open, or a virus scanner looks at it). Nothing was changed, and the version you have works as before. Close CJDesk and try again in a while."

LangString NoWindows ${LANG_SIMPCHINESE} "CJDesk 需要 64 位的 Windows 10 或更新的系统。什么都没有改动。"
LangString NoWindows ${LANG_ENGLISH} "CJDesk needs a 64-bit Windows 10 or later. Nothing was changed."

LangString NoPrevious ${LANG_SIMPCHINESE} "这里没有可以退回的上一版本。什么都没有改动。"
LangString NoPrevious ${LANG_ENGLISH} "There is no previous version here to go back to. Nothing was changed."

LangString BatchKind ${LANG_SIMPCHINESE} "CJDesk 上报批次"
LangString BatchKind ${LANG_ENGLISH} "CJDesk batch"

LangString DataStay ${LANG_SIMPCHINESE} "CJDesk 已卸载。您的数据和备份没有动，仍在 $LOCALAPPDATA\CJDesk（如果初次使用时另选了文件夹，也在那里）。重新安装后照常可用。"
LangString DataStay ${LANG_ENGLISH} "CJDesk was uninstalled. Your data and backups were left alone: they are in $LOCALAPPDATA\CJDesk (or in the folder chosen at first use). They are found again when you reinstall."
