/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* Files of a kind (a MIME type) that were opened or saved lately, as a menu. Main thread. */

/* path: absolute. name: what the menu calls it. */
void sl_recent_add (const char *path, const char *name, const char *mime_type);
/* Fills the menu with those that are still there, each with "win.open-file" of its path; returns how many. */
guint sl_recent_fill (GMenu *menu, const char *mime_type);
/* One more item of that kind. */
void sl_recent_append (GMenu *menu, const char *name, const char *path);
/* A menu without an item does not open: this one says why. */
void sl_recent_append_none (GMenu *menu);
