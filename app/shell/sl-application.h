/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Runs the window until it is closed and returns the exit status.
 * exit_after_startup: leave with 0 as soon as every plot was painted once with
 * real data, or with 1 and a message where that cannot be. */
int sl_application_run (int argc, char **argv, gboolean exit_after_startup);

/* Chooses how GTK draws on this machine, unless GSK_RENDERER says so. Before GTK is initialised. */
void sl_application_choose_renderer (void);
