/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/window/sl-window.h"

/* Files of the window, in sl-window-documents.c: new, open, recent ones, save; numbers of plots; a galaxy as
 * a command line; a file dropped on the window; the window's title. Adds the actions new, open, open-file (s,
 * a path), save, save-as, save-data (s, a kind of plot), copy-command and preferences to the window. Once,
 * after the window's own handlers of its session. Fills the menu "recent_menu" of the template. */
void sl_window_install_documents (SlWindow *self);
/* Opens a file, as a step of undo; says so, or what is wrong with it. */
void sl_window_open_path (SlWindow *self, const char *path);
