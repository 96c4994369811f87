/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/desktop/sl-window-shell.h"

/* Reading a file in a thread of its own while its window goes on: a damaged file may take seconds until it is
 * given up. A window reads one file at a time; a notice says so, and has a button to give it up. */

/* In the thread: what the file has, or NULL with an error. Ends early where sl_cancel_asked(). */
typedef gpointer (*SlReadingRead) (const char *path, GError **error);
/* Main thread: what the file has is the callee's. NULL: error says why; it is G_IO_ERROR_CANCELLED where the
 * user gave up or another file is read instead. */
typedef void (*SlReadingDone) (GtkWindow *window, const char *path, gpointer what, const GError *error,
                               gpointer data);

typedef struct {
  SlReadingRead read;
  GDestroyNotify free_what;
  SlReadingDone done;
} SlReadingKind;

/* Begins, and waits a moment: most files are read by then, and done() has been called. It is not called once
 * the window has gone. window: NULL, or one without a shell: without a notice. data: freed by free_data in
 * any case. Main thread. */
void sl_window_reading_begin (GtkWindow *window, const char *path, const SlReadingKind *kind, gpointer data,
                              GDestroyNotify free_data);
/* Whether a file is being read. */
gboolean sl_window_reading_under_way (const SlWindowShell *shell);
/* The user gives up. */
void sl_window_reading_cancel (SlWindowShell *shell);
/* The window goes. */
void sl_window_reading_forget (SlWindowShell *shell);
