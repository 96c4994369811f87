/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* A text with another decimal sign (one character) where one is between digits; g_free. Thread: any. */
char *sl_decimal_replace (const char *text, char from, const char *to);
