"""What can go wrong without anybody's table being wrong.

    PerflintError
    ├── UsageError          a wrong option, path or setting; exit status 2, nothing was checked
    └── ReadError           one document could not be read; the run goes on, exit status 2 at the end

Every message is one Chinese line that says what, where and what to do.
"""

import errno

REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的磁盘只能读取",
    errno.ENOSPC: "磁盘已满",
    errno.EFBIG: "文件超过系统允许的大小",
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "是文件夹而不是文件",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.ENXIO: "不是普通文件（套接字或没有设备）",
    errno.EIO: "磁盘或设备读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ENOMEM: "内存不足",
}


def reason_of(error: OSError) -> str:
    """What the operating system says, in Chinese where the case is a common one."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


class PerflintError(Exception):
    """Base of all errors that perflint raises on purpose."""


class UsageError(PerflintError):
    """The call itself cannot be carried out."""


class ReadError(PerflintError):
    """A document that cannot be read; the message is the reason shown to the user."""
