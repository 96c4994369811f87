/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/desktop/sl-window-files.h"
#include "app/window/sl-window.h"

/* Files of the galaxy's window, the numbers of its plots, the galaxy as a command line, the window's title.
 * Adds the actions of app/desktop/sl-window-files.h and new, save-data (s, a kind of plot), copy-command and
 * preferences. Once, after the window's own handlers of its session. */
void sl_window_install_documents (SlWindow *self);
/* Opens a file, as a step of undo. */
void sl_window_open_path (SlWindow *self, const char *path);

extern const SlWindowFiles sl_window_galaxy_files;
