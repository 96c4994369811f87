/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "app/session/sl-session.h"
#include "model/ssp/sl-templates.h"

/* A button that opens a list of the library's emission lines, each to be switched on and off, with a search.
 * It says how many are off. Insensitive before there are templates, and where they have no lines. The session
 * must outlive it. */
GtkWidget *sl_panel_lines_new (SlSession *session);
/* templates: borrowed while the list is made; the session must know their lines
 * (sl_session_set_line_names()). */
void sl_panel_lines_set_templates (GtkWidget *lines, const SlTemplates *templates);
