# shellcheck shell=bash
#
# The servers of the office. record.sh sources this file once the network stands, and gives it
# `hosts`, the folder `work`, and the functions `on` and `start_on`.
# shellcheck disable=SC2154 # Those come from record.sh.

mkdir "$work/pages" "$work/nginx"
for size in 300 600 1200 2400 4800; do
    # Cut from an endless line of text; `head` ends `yes`, which is no error here.
    { yes "All work and no play makes a dull page." || true; } 2>/dev/null |
        head -c "$size" >"$work/pages/$size.html"
done
cat >"$work/nginx.conf" <<END
user root;
pid $work/nginx/pid;
daemon off;
error_log $work/nginx/error.log;
events { worker_connections 256; }
http {
    access_log off;
    client_body_temp_path $work/nginx/body;
    proxy_temp_path $work/nginx/proxy;
    fastcgi_temp_path $work/nginx/fastcgi;
    uwsgi_temp_path $work/nginx/uwsgi;
    scgi_temp_path $work/nginx/scgi;
    server { listen 80; listen [::]:80; root $work/pages; }
}
END
start_on server nginx -e "$work/nginx/error.log" -c "$work/nginx.conf"

# Answers for office.test itself, and knows no other server to ask.
names=()
for entry in "${hosts[@]}"; do
    names+=("--host-record=${entry%%:*}.office.test,10.77.0.${entry##*:},fd77::${entry##*:}")
done
names+=("--host-record=www.office.test,10.77.0.10,fd77::10")
start_on server dnsmasq --keep-in-foreground --conf-file=/dev/null --user=root --pid-file= \
    --no-resolv --no-hosts --local=/office.test/ --local=/77.10.in-addr.arpa/ "${names[@]}" \
    --mx-host=office.test,server.office.test,10 --txt-record=office.test,"v=spf1 -all"

# The keys are made for this recording and go with it.
ssh-keygen -q -t ed25519 -N '' -f "$work/host_key"
ssh-keygen -q -t ed25519 -N '' -f "$work/user_key"
cat >"$work/sshd.conf" <<END
HostKey $work/host_key
AuthorizedKeysFile $work/user_key.pub
PidFile none
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
UsePAM no
UseDNS no
PrintMotd no
END
mkdir -p /run/sshd
start_on server "$(command -v sshd)" -D -e -f "$work/sshd.conf"

cat >"$work/mosquitto.conf" <<END
listener 1883
allow_anonymous true
persistence false
user root
END
start_on broker mosquitto -c "$work/mosquitto.conf"

# Each must answer before anything is recorded. The page needs the name server too.
sleep 2
on pc1 curl -fsS -o /dev/null --max-time 5 http://www.office.test/300.html
on sensors mosquitto_pub -t office/door -m closed -h 10.77.0.20
on laptop ssh -F /dev/null -i "$work/user_key" -o BatchMode=yes -o ConnectTimeout=5 \
    -o StrictHostKeyChecking=no -o UserKnownHostsFile="$work/known_hosts" \
    root@server.office.test true 2>/dev/null
