/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>

#include "ui/compat/sl-compat.h"

/* What every window with a document has: toasts, undo buttons, a panel that can be hidden, files
 * (app/desktop/sl-window-files.h). A window embeds this and fills it from its template. All borrowed but
 * chooser and what says so. Main thread. */
typedef struct _SlWindowFiles SlWindowFiles;
typedef struct _SlWindowReading SlWindowReading;

/* The most toasts that wait at a time. */
#define SL_SHELL_MOST_TOASTS 2

typedef struct {
  GtkWindow *window;             /* an AdwApplicationWindow */
  AdwToastOverlay *toasts;
  AdwToast *toast;               /* the one that is shown; weak */
  GQueue waiting_toasts;         /* (AdwToast) the oldest first; owned */
  SlSplit *split;
  GtkButton *undo_button, *redo_button;
  GMenu *recent_menu;
  const SlWindowFiles *files;
  SlFileDialog *chooser;         /* one at a time; NULL: none is open */
  SlWindowReading *reading;      /* app/desktop/sl-window-reading.h; NULL: nothing is being read */
  gboolean closing;              /* the user was asked, and closes the window */
} SlWindowShell;

/* Adds the action "show-panel" (boolean), which follows the panel. */
void sl_window_shell_install (SlWindowShell *self);
void sl_window_shell_clear (SlWindowShell *self);
/* Of a window that has installed one; else NULL. */
SlWindowShell *sl_window_shell_of (GtkWindow *window);

/* undo: with a button for "win.undo". text: without markup. Toasts wait for the one that is shown; of
 * many, only the newest. */
void sl_window_shell_toast (SlWindowShell *self, const char *text, gboolean undo);
/* For what a toast has no space for: a message that stays until it is closed. */
void sl_window_shell_complain (SlWindowShell *self, const char *heading, const char *text);
/* A question with a Cancel button and others; Escape cancels. */
typedef struct {
  const char *name;              /* what answered() gets */
  const char *label;             /* marked for translation; NULL: end of the list */
  gboolean suggested, destroys;  /* how the button looks; the suggested one is the default */
} SlShellAnswer;
/* answers: static, at most one suggested; answered (self, name) is not called where the user cancels. */
void sl_window_shell_ask (SlWindowShell *self, const char *heading, const char *text,
                          const SlShellAnswer *answers,
                          void (*answered) (SlWindowShell *self, const char *name));
/* Enables the actions "undo" and "redo", and names the steps at their buttons. NULL: there is no step. */
void sl_window_shell_update_undo (SlWindowShell *self, const char *undo_title, const char *redo_title);

/* Reads and writes the window's size; settings may be NULL. */
void sl_window_shell_restore_size (SlWindowShell *self, GSettings *settings, const char *width_key,
                                   const char *height_key);
void sl_window_shell_keep_size (SlWindowShell *self, GSettings *settings, const char *width_key,
                                const char *height_key);

/* Escape closes the window, as it does the desktop's own dialogs. */
void sl_window_shell_close_by_escape (GtkWindow *window);
/* For a widget that is about to go: GTK 4.8 keeps an open popover of it, and warns when it shows a tooltip
 * there. */
void sl_window_shell_close_popovers (GtkWidget *widget);
