/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* A text with this decimal sign in place of points between digits; g_free. Thread: any. */
char *sl_decimal_replace (const char *text, const char *sign);
