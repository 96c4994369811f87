/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/desktop/sl-window-shell.h"

/* Says what a window is waiting for, beside the plots and not instead of them, with a button that gives it
 * up. It comes only where the wait is long enough to be noticed. Main thread. */
typedef struct _SlWindowNotice SlWindowNotice;

/* cancelled (data): once, where the user presses the button or puts the notice away; it may free the notice.
 * path: of what is read. */
SlWindowNotice *sl_window_notice_new (SlWindowShell *shell, const char *path,
                                      void (*cancelled) (gpointer data), gpointer data);
/* What was waited for is there, or nobody waits any more. */
void sl_window_notice_free (SlWindowNotice *self);
