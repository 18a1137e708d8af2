#!/bin/sh
# Runs the parts of one control plane for as long as its owner lives, and leaves nothing behind.
#
#   supervisor.sh FOLDER
#
# The owner holds the other end of standard input. When it closes, on purpose or because the owner
# was killed, every part is killed and FOLDER is removed. A pipe and not a signal, because no
# process can react to SIGKILL, but the kernel always closes its pipes.
#
# Orders on standard input:          Reports on standard output:
#   start NAME      runs FOLDER/NAME.sh     started NAME PID
#   signal PID NAME sends a signal          exited NAME CODE
folder=$1

# Ctrl-C reaches a whole process group; only the owner decides when the parts end. SIGPIPE: an owner
# that died must not stop a keeper between starting a part and being able to kill it.
trap '' HUP INT TERM PIPE

# One sub-shell for each part: it waits for its part and alone knows when the process id is its own.
keep() {
  part=
  ending=
  trap 'ending=yes; [ -z "$part" ] || kill -KILL "$part" 2>/dev/null' USR1
  sh "$folder/$1.sh" </dev/null &
  part=$!
  [ -z "$ending" ] || kill -KILL "$part" 2>/dev/null
  echo "started $1 $part"
  wait "$part"
  code=$?
  # A signal to this shell also ends `wait`; the part is then still there.
  while [ "$code" -gt 128 ] && kill -0 "$part" 2>/dev/null; do
    wait "$part"
    code=$?
  done
  : >"$folder/$1.ended"
  echo "exited $1 $code"
}

while read -r order first second; do
  case $order in
    start)
      rm -f "$folder/$first.ended"
      keep "$first" &
      echo "$!" >"$folder/$first.keeper"
      ;;
    signal) kill "-$second" "$first" 2>/dev/null ;;
    *) echo "unknown order: $order" >&2 ;;
  esac
done

for file in "$folder"/*.keeper; do
  # A keeper that has ended is left alone: its process id may be somebody else's by now.
  [ -e "$file" ] && [ ! -e "${file%.keeper}.ended" ] && kill -USR1 "$(cat "$file")" 2>/dev/null
done
wait
rm -rf "$folder"
