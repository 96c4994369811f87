/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Shows the window until it is closed, and returns the exit status. exit_after_startup: ends with 0 as
 * soon as every plot is painted with real data, or with 1 and a message if that fails. Main thread. */
int sl_application_run (int argc, char **argv, gboolean exit_after_startup);

/* Chooses how GTK draws on this machine, unless GSK_RENDERER is set. Call before GTK is initialised. */
void sl_application_choose_renderer (void);
