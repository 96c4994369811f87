/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/compat/sl-compat.h"

/* Without X11 windows cannot know where they are, and the display server places popovers. */

void
sl_popovers_mend (void)
{
}
