/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "app/session/sl-session.h"

/* Reads a file with a table for an option (SL_OPTION_SFH_FORM, SL_OPTION_METALS) and asks in a dialog how to
 * read its numbers: what they look like is chosen at first, and a preview says in words what comes of it. The
 * session gets the table, as one step of undo, if the user agrees; else all stays as it was. A file that
 * cannot be read is a message of the session. zsun: the metal mass fraction of the Sun. Main thread. */
void sl_panel_table_ask (GtkWindow *parent, SlSession *session, SlOptionId id, const char *path, double zsun);
