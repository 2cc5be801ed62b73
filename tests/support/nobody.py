"""The user who may do nothing: permissions are not asked of root."""

import os
import pwd


def become_nobody():
    """For `preexec_fn`: the child is nobody. Who is not root cannot become anybody."""
    user = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
