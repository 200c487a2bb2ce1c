#!/bin/bash
# What Slurm's commands print of an array, for test/golden/slurm-queue.json: starts a cluster of one node as
# root, with Debian's slurm-wlm and munge, and prints the version, the queue, the array limit and a refusal.
#
#   scripts/golden/slurm-queue.sh PORT SWITCHTYPE CGROUPPLUGIN
#
# Debian 11: 19100 switch/none none; 12: 19100 switch/none cgroup/v1; 13: 19100 none disabled.
D=$(mktemp -d); cd $D; mkdir munge state spool run log; H=$(hostname -s)
(umask 077; dd if=/dev/urandom of=munge/key bs=1024 count=1 2>/dev/null)
chmod 755 $D munge
munged --force --socket=$D/munge/sock --key-file=$D/munge/key --log-file=$D/munge/log --pid-file=$D/munge/pid --seed-file=$D/munge/seed --num-threads=1 2>/dev/null
cat > slurm.conf <<C
ClusterName=rec
SlurmctldHost=$H(127.0.0.1)
SlurmctldPort=$1
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$D/munge/sock,cred_expire=5
StateSaveLocation=$D/state
SlurmdSpoolDir=$D/spool/%n
SlurmctldPidFile=$D/run/c.pid
SlurmdPidFile=$D/run/%n.pid
SlurmctldLogFile=$D/log/c.log
SlurmdLogFile=$D/log/%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
AccountingStorageType=accounting_storage/none
SwitchType=$2
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
MailProg=/bin/true
NodeName=n1 NodeHostname=$H NodeAddr=127.0.0.1 Port=$(($1+1)) CPUs=2 RealMemory=2000 State=UNKNOWN
PartitionName=main Nodes=n1 Default=YES MaxTime=INFINITE State=UP
C
[ "$2" = none ] && sed -i /SwitchType/d slurm.conf
echo "CgroupPlugin=$3" > cgroup.conf
[ "$3" = none ] && rm cgroup.conf
export SLURM_CONF=$D/slurm.conf
slurmctld -c -f $SLURM_CONF; sleep 1; slurmd -N n1 -f $SLURM_CONF; sleep 3
sinfo -h
printf '#!/bin/bash\n[ $SLURM_ARRAY_TASK_ID = 2 ] && exit 3\n[ $SLURM_ARRAY_TASK_ID = 1 ] && exit 0\nexec sleep 60\n' > j.sh
J=$(sbatch --parsable --requeue --array=1-8%2 --job-name=grid-3f9a2c1b-0001 -o /dev/null j.sh)
sleep 6; scancel ${J}_[7]; sbatch -p nowhere j.sh; sleep 4
sbatch --parsable -o /dev/null --job-name=grid-3f9a2c1b-0001 j.sh >/dev/null; scontrol requeue ${J}_3; sleep 2
sinfo --version
squeue -h -r -t all --name=grid-3f9a2c1b-0001 -o '%F|%K|%T|%j|%N|%r'
scontrol show config | grep MaxArraySize
kill -9 $(grep -lsa "$D" /proc/[0-9]*/environ /proc/[0-9]*/cmdline | cut -d/ -f3 | grep -vx $$) 2>/dev/null
rm -rf "$D"
