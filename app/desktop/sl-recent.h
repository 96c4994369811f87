/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* A menu of recently opened or saved files of a MIME type. Main thread. */

/* path: absolute. name: in the menu. */
void sl_recent_add (const char *path, const char *name, const char *mime_type);
/* Fills the menu with the files that still exist; each activates "win.open-file" with its path. Returns how
 * many. */
guint sl_recent_fill (GMenu *menu, const char *mime_type);
/* Adds one such item. */
void sl_recent_append (GMenu *menu, const char *name, const char *path);
/* Adds an inactive item, because an empty menu would not open. */
void sl_recent_append_none (GMenu *menu);
