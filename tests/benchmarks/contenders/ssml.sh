#!/usr/bin/env bash
# All lines in one call: the pauses are SSML breaks, and espeak-ng makes them. ffmpeg for MP3.
# ssml.sh DOCUMENT RATE OUT, in a folder of its own.
set -euo pipefail
document=$1 rate=$2 out=$3

espeak-ng -m -v en-us -s "$rate" -w spoken.wav -f "$document"
ffmpeg -v error -nostdin -i spoken.wav -ac 1 -b:a 64k "$out"
