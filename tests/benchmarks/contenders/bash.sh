#!/usr/bin/env bash
# The usual way in a shell: espeak-ng for each line, sox for silences and joining, ffmpeg for MP3.
# bash.sh TABLE RATE OUT, in a folder of its own. TABLE: milliseconds TAB text.
set -euo pipefail
table=$1 rate=$2 out=$3

parts=()
while IFS=$'\t' read -r milliseconds text; do
    line=line${#parts[@]}.wav
    pause=pause${#parts[@]}.wav
    printf -v seconds '%d.%03d' $((milliseconds / 1000)) $((milliseconds % 1000))
    espeak-ng -v en-us -s "$rate" -w "$line" "$text" </dev/null
    sox -D -n -r 22050 -c 1 -b 16 "$pause" trim 0 "$seconds"
    parts+=("$line" "$pause")
done <"$table"

sox -D "${parts[@]}" joined.wav
ffmpeg -v error -nostdin -i joined.wav -ac 1 -b:a 64k "$out"
